;;; emacs.el --- check spawnsafe in Emacs -*- lexical-binding: t -*-

;; Opens a file in Emacs with editors/emacs/spawnsafe.el, waits for the finding
;; in Flymake, runs `eglot-code-actions', saves, and compares the buffer.
;;
;;   emacs --batch -Q -l emacs.el
;;
;; Settings: environment, see README.md.  Prints one JSON object; exits 0 when
;; everything was seen, 1 otherwise.

;;; Code:

(require 'bytecomp)
(require 'cl-lib)
(require 'json)

(defun check-setting (name)
  "The environment variable NAME, or an error."
  (let ((value (getenv name)))
    (if (and value (not (string-empty-p value))) value (error "%s is not set" name))))

(defvar check-package (expand-file-name "emacs/spawnsafe.el" (check-setting "EDITORS")))
(load check-package nil t)
(require 'eglot)
(require 'flymake)

(defvar check-timeout (string-to-number (or (getenv "CHECK_TIMEOUT") "60")))
(defvar check-result (list :editor "emacs" :version emacs-version))

(defun check-note (key value)
  "Put VALUE under KEY in the report."
  (setq check-result (plist-put check-result key value)))

(defun check-wait (what condition)
  "Wait until CONDITION returns non-nil, and return that; WHAT is for the error."
  (let ((end (+ (float-time) check-timeout)) value)
    (while (not (setq value (funcall condition)))
      (when (> (float-time) end) (error "Timed out waiting for %s" what))
      (accept-process-output nil 0.05))
    value))

(defun check-code (diagnostic)
  "The code that the server gave Flymake's DIAGNOSTIC."
  (plist-get (alist-get 'eglot-lsp-diag (flymake-diagnostic-data diagnostic)) :code))

(defun check-matching ()
  "Flymake's diagnostics that are the expected finding."
  (cl-remove-if-not
   (lambda (diagnostic)
     (and (equal (check-setting "EXPECT_CODE") (check-code diagnostic))
          (string-search (check-setting "EXPECT_MESSAGE") (flymake-diagnostic-text diagnostic))))
   (flymake-diagnostics)))

(defun check-describe (diagnostic)
  "DIAGNOSTIC as the report has it."
  (list :line (line-number-at-pos (flymake-diagnostic-beg diagnostic))
        :code (check-code diagnostic)
        :type (symbol-name (flymake-diagnostic-type diagnostic))
        :message (flymake-diagnostic-text diagnostic)))

(defun check-choose (title begin end)
  "Choose the action whose name holds TITLE from the menu between BEGIN and END."
  (let ((completing-read-function
         (lambda (_prompt collection &rest _)
           (let ((offered (all-completions "" collection)))
             (check-note :actions (vconcat offered))
             (or (cl-find-if (lambda (one) (string-search title one)) offered)
                 (error "No action has the expected title")))))
        ;; As after a key; after a mouse event it would pop up a menu.
        (last-nonmenu-event ?\r))
    (eglot-code-actions begin end nil t)))

(defun check-file (path)
  "The text of the file at PATH."
  (with-temp-buffer (insert-file-contents path) (buffer-string)))

(defun check-fix ()
  "Wait for the finding in this buffer, and mend it."
  ;; Flymake starts by itself only in a visible buffer.
  (flymake-start)
  (let* ((found (car (check-wait "the finding" #'check-matching)))
         (begin (flymake-diagnostic-beg found))
         (end (flymake-diagnostic-end found))
         (before (buffer-chars-modified-tick)))
    (check-note :diagnostics (vconcat (mapcar #'check-describe (flymake-diagnostics))))
    (check-note :underlined (buffer-substring-no-properties begin end))
    (unless (equal (plist-get check-result :underlined) (check-setting "EXPECT_UNDERLINED"))
      (error "Other text than expected is underlined"))
    (goto-char begin)
    (check-choose (check-setting "ACTION_TITLE") begin end)
    (check-wait "the text to change" (lambda () (/= before (buffer-chars-modified-tick))))
    (check-note :text (buffer-substring-no-properties (point-min) (point-max)))
    (unless (equal (plist-get check-result :text) (check-file (check-setting "EXPECT_FILE")))
      (error "The text after the fix is not the expected one"))
    (save-buffer)
    (check-wait "the finding to go away" (lambda () (null (check-matching))))))

(defun check-compile (scratch)
  "Insist on a package that compiles without a warning, in the directory SCRATCH."
  (let ((byte-compile-error-on-warn t)
        (byte-compile-dest-file-function
         (lambda (_) (expand-file-name "spawnsafe.elc" scratch))))
    (unless (byte-compile-file check-package)
      (error "The package does not compile: %s"
             (with-current-buffer byte-compile-log-buffer (buffer-string))))))

(defun check-run (scratch)
  "Do the whole check in the directory SCRATCH."
  (check-compile scratch)
  (let* ((fixture (expand-file-name (check-setting "FIXTURE")))
         (workspace (expand-file-name "workspace/" scratch))
         (eglot-sync-connect check-timeout)
         (eglot-connect-timeout check-timeout)
         (eglot-autoshutdown nil)
         (eglot-confirm-server-edits nil)
         (project-find-functions (list (lambda (_) (cons 'transient workspace))))
         (make-backup-files nil))
    (copy-directory (file-name-directory fixture) workspace nil nil t)
    (find-file (expand-file-name (file-name-nondirectory fixture) workspace))
    (apply #'eglot (eglot--guess-contact))
    (check-note :server_info (eglot--server-info (eglot-current-server)))
    (unwind-protect
        (check-fix)
      (when (eglot-current-server)
        (ignore-errors (eglot-shutdown (eglot-current-server) nil 5))))))

(let ((scratch (make-temp-file "emacs-check-" t))
      (inhibit-message t)
      problem)
  (condition-case caught
      (check-run scratch)
    (error (setq problem (error-message-string caught))))
  (delete-directory scratch t)
  (check-note :ok (if problem :json-false t))
  (when problem (check-note :error problem))
  (princ (concat (json-encode check-result) "\n"))
  (kill-emacs (if problem 1 0)))

;;; emacs.el ends here
