-- The spawnsafe language server, for Neovim 0.11 and later:
--
--   vim.lsp.enable('spawnsafe')
--
-- Settings go under the server's name:
--
--   vim.lsp.config('spawnsafe', {
--     settings = { spawnsafe = { targetPlatforms = { 'linux', 'windows' } } },
--   })

---@type vim.lsp.Config
return {
  cmd = { 'spawnsafe', 'server' },
  filetypes = { 'python' },
  root_markers = { 'spawnsafe.toml', 'pyproject.toml', '.git' },
  settings = { spawnsafe = vim.empty_dict() },
}
