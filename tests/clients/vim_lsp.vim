" Opens a file in Vim with vim-lsp, waits for the finding, takes the first quick fix, waits until it is gone.
"
"   VIM_LSP=path/to/vim-lsp SPAWNSAFE=path/to/spawnsafe tests/clients/vim_lsp.sh

set nocompatible nomore
let &runtimepath .= ',' . $VIM_LSP
let g:lsp_use_native_client = 0
let g:lsp_settings_enable_suggestions = 0
let g:lsp_log_file = $SCRATCH . '/lsp.log'
filetype plugin on
runtime plugin/lsp.vim

function! s:end(problem) abort
  call writefile(empty(a:problem) ? ['ok'] : [a:problem] + s:seen(), $SCRATCH . '/result')
  execute empty(a:problem) ? 'qall!' : 'cquit!'
endfunction

function! s:seen() abort
  return ['status: ' . lsp#get_server_status('spawnsafe'), 'counts: ' . string(lsp#get_buffer_diagnostics_counts()), 'popups: ' . string(popup_list()), execute('messages')] + getline(1, '$')
endfunction

" Calls a function at the next moment at which a condition holds; fails after twenty seconds.
function! s:when(condition, then, left) abort
  if a:condition()
    call a:then()
  elseif a:left == 0
    call s:end('timed out waiting for ' . string(a:condition))
  else
    call timer_start(50, {-> s:when(a:condition, a:then, a:left - 1)})
  endif
endfunction

function! s:errors() abort
  return lsp#get_buffer_diagnostics_counts().error
endfunction

function! s:fix() abort
  call cursor(2, 44)
  let s:before = getline(1, '$')
  call lsp#ui#vim#code_action#do({'ui': 'float', 'query': 'quickfix'})
  call s:when({-> !empty(popup_list())}, {-> feedkeys("\<CR>", 't')}, 400)
  call s:when({-> getline(1, '$') != s:before && s:errors() == 0}, {-> s:end('')}, 400)
endfunction

autocmd User lsp_setup call lsp#register_server({
      \ 'name': 'spawnsafe',
      \ 'cmd': [$SPAWNSAFE, 'server'],
      \ 'allowlist': ['python'],
      \ })
execute 'edit' fnameescape($SCRATCH . '/example.py')
set filetype=python
call lsp#enable()
call s:when({-> s:errors() == 1}, function('s:fix'), 400)
