; Which names does each scope bind?
; @scope.whole: a function, class, lambda or comprehension
; @scope.inside: a part of it whose names belong to it
; @scope.outside: a part of that which belongs to the scope around it
; @name.assigned: target of an assignment, `for` or `with`
; @name.annotated: target of an annotation, which may bind nothing but makes the name local
; @name.augmented: target of `+=` and its like
; @name.walrus: target of `:=`
; @name.iterated: target of a comprehension
; @name.caught: name of a caught exception
; @name.matched: name that a pattern captures
; @name.deleted: what `del` unbinds
; @name.function: name of a function
; @name.class: name of a class
; @name.parameter: name of a parameter
; @name.alias: name of a type alias
; @name.type: name of a type parameter
; @name.global: name that belongs to the module
; @name.nonlocal: name that belongs to the function around
; @name.imported: what an import binds

; Scopes
(function_definition parameters: (_) @scope.inside) @scope.whole
(function_definition body: (_) @scope.inside) @scope.whole
(function_definition type_parameters: (_) @scope.inside) @scope.whole
(lambda parameters: (_) @scope.inside) @scope.whole
(lambda body: (_) @scope.inside) @scope.whole
(class_definition body: (_) @scope.inside) @scope.whole
(class_definition type_parameters: (_) @scope.inside) @scope.whole
(list_comprehension) @scope.whole @scope.inside
(set_comprehension) @scope.whole @scope.inside
(dictionary_comprehension) @scope.whole @scope.inside
(generator_expression) @scope.whole @scope.inside
(list_comprehension (for_in_clause right: (_) @scope.outside)) @scope.whole
(set_comprehension (for_in_clause right: (_) @scope.outside)) @scope.whole
(dictionary_comprehension (for_in_clause right: (_) @scope.outside)) @scope.whole
(generator_expression (for_in_clause right: (_) @scope.outside)) @scope.whole
(default_parameter value: (_) @scope.outside)
(typed_default_parameter value: (_) @scope.outside)
(typed_default_parameter type: (_) @scope.outside)
(typed_parameter type: (_) @scope.outside)

; Targets
(assignment left: (_) @name.assigned right: (_))
(assignment left: (_) @name.annotated type: (_) !right)
(augmented_assignment left: (_) @name.augmented)
(named_expression name: (_) @name.walrus)
(for_statement left: (_) @name.assigned)
(for_in_clause left: (_) @name.iterated)
(with_item value: (as_pattern alias: (_) @name.assigned))
(with_item value: (parenthesized_expression (as_pattern alias: (_) @name.assigned)))
(except_clause value: (as_pattern alias: (_) @name.caught))
(delete_statement (_) @name.deleted)

; Patterns
(case_pattern (dotted_name . (identifier) @name.matched .))
(union_pattern (dotted_name . (identifier) @name.matched .))
(keyword_pattern (identifier) (dotted_name . (identifier) @name.matched .))
(splat_pattern (identifier) @name.matched)
(case_pattern (as_pattern (case_pattern) (identifier) @name.matched))

; Definitions
(function_definition name: (_) @name.function)
(class_definition name: (_) @name.class)
(type_alias_statement left: (_) @name.alias)
(function_definition type_parameters: (_) @name.type)
(class_definition type_parameters: (_) @name.type)
(type_alias_statement left: (type (generic_type (type_parameter) @name.type)))

; Parameters
(parameters (identifier) @name.parameter)
(parameters (list_splat_pattern (_) @name.parameter))
(parameters (dictionary_splat_pattern (_) @name.parameter))
(parameters (tuple_pattern) @name.parameter)
(lambda_parameters (identifier) @name.parameter)
(lambda_parameters (list_splat_pattern (_) @name.parameter))
(lambda_parameters (dictionary_splat_pattern (_) @name.parameter))
(lambda_parameters (tuple_pattern) @name.parameter)
(default_parameter name: (_) @name.parameter)
(typed_default_parameter name: (_) @name.parameter)
(typed_parameter . (identifier) @name.parameter)
(typed_parameter . (list_splat_pattern (_) @name.parameter))
(typed_parameter . (dictionary_splat_pattern (_) @name.parameter))

; Declarations and imports
(global_statement (identifier) @name.global)
(nonlocal_statement (identifier) @name.nonlocal)
(aliased_import alias: (_) @name.imported)
(import_statement name: (dotted_name . (identifier) @name.imported))
(import_from_statement name: (dotted_name . (identifier) @name.imported))
(future_import_statement name: (dotted_name . (identifier) @name.imported))
