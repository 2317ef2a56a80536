; Which modules does the text import, and which names from them?
; @import.statement: the whole statement
; @import.module: the module in `import module`, with its alias
; @import.from: the module in `from module import`, with its dots
; @import.name: a name that is imported from it, with its alias
; @import.all: the `*` that imports every name
; @import.future: a name that is imported from `__future__`, with its alias

(import_statement name: (_) @import.module) @import.statement

(import_from_statement
  module_name: (_) @import.from
  name: (_) @import.name) @import.statement

(import_from_statement
  module_name: (_) @import.from
  (wildcard_import) @import.all) @import.statement

(future_import_statement name: (_) @import.future) @import.statement
