; Which expressions are annotations?
; @annotation.parameter: of a parameter
; @annotation.return: of what a function returns
; @annotation.variable: of a variable or attribute

(typed_parameter type: (_) @annotation.parameter)
(typed_default_parameter type: (_) @annotation.parameter)
(function_definition return_type: (_) @annotation.return)
(assignment type: (_) @annotation.variable)
