;;; spawnsafe.el --- Process code that fails on some platform -*- lexical-binding: t -*-

;; Version: 0.1.0
;; Package-Requires: ((emacs "29.1"))
;; Keywords: languages, tools
;; SPDX-License-Identifier: MIT OR Apache-2.0

;;; Commentary:

;; Lets Eglot, or lsp-mode, run the spawnsafe language server on Python:
;;
;;   (require 'spawnsafe)
;;   (add-hook 'python-base-mode-hook #'eglot-ensure)
;;
;; Eglot runs one server for a buffer.  With another one for Python, run both
;; through a multiplexer, and set `spawnsafe-command' to its command line:
;;
;;   (setq spawnsafe-command '("rass" "--" "ty" "server" "--" "spawnsafe" "server"))
;;
;; lsp-mode runs spawnsafe beside any other server.

;;; Code:

(defgroup spawnsafe nil
  "Process code that fails on some platform or Python version."
  :group 'languages
  :prefix "spawnsafe-")

(defcustom spawnsafe-command '("spawnsafe" "server")
  "Program and arguments that start the language server."
  :type '(repeat string))

(defvar eglot-server-programs)
(declare-function lsp-register-client "ext:lsp-mode")
(declare-function lsp-activate-on "ext:lsp-mode")
(declare-function lsp-stdio-connection "ext:lsp-mode")
(declare-function make-lsp-client "ext:lsp-mode")

(defun spawnsafe-contact (&rest _)
  "What Eglot is to run."
  spawnsafe-command)

(with-eval-after-load 'eglot
  (add-to-list 'eglot-server-programs
               '((python-mode python-ts-mode pip-requirements-mode) . spawnsafe-contact)))

(with-eval-after-load 'lsp-mode
  (lsp-register-client
   (make-lsp-client
    :server-id 'spawnsafe
    :new-connection (lsp-stdio-connection (lambda () spawnsafe-command))
    :activation-fn (lsp-activate-on "python")
    :add-on? t)))

(provide 'spawnsafe)
;;; spawnsafe.el ends here
