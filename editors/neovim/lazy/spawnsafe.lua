-- A plugin spec for lazy.nvim: copy it to ~/.config/nvim/lua/plugins/spawnsafe.lua.
--
-- `dir` is the checkout of spawnsafe; once it has an address, `'OWNER/spawnsafe'` in its place fetches it.

return {
  dir = vim.fn.expand('~/src/spawnsafe'),
  name = 'spawnsafe',
  ft = { 'python', 'requirements', 'toml', 'yaml' },
  config = function(plugin)
    -- The plugin is a part of the repository.
    vim.opt.runtimepath:append(plugin.dir .. '/editors/neovim')
    vim.lsp.enable('spawnsafe')
  end,
}
