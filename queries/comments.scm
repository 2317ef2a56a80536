; Where are the comments?
; @comment.text: a comment, from its `#` to the end of its line

(comment) @comment.text
