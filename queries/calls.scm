; Which functions are called, with which arguments?
; @call.whole: the call
; @call.function: the expression that is called
; @call.arguments: the arguments with their parentheses, or the generator that is the only argument

(call
  function: (_) @call.function
  arguments: (_) @call.arguments) @call.whole
