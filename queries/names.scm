; Where may a name be used?
; @name.any: an identifier
; @name.other: an identifier, or a node full of them, that names something else: an attribute, an argument, a module

(identifier) @name.any

(attribute attribute: (_) @name.other)
(keyword_argument name: (_) @name.other)
(keyword_pattern . (identifier) @name.other)
(dotted_name (identifier) (identifier) @name.other)
(import_statement name: (_) @name.other)
(import_from_statement module_name: (_) @name.other)
(import_from_statement name: (_) @name.other)
(future_import_statement) @name.other
