---@brief
---
--- https://github.com/OWNER/spawnsafe
---
--- Language server for Python that says whether process code runs on every platform and Python version that a project
--- targets. Settings go under the server's name:
---
--- ```lua
--- vim.lsp.config('spawnsafe', {
---   settings = { spawnsafe = { targetPlatforms = { 'linux', 'windows' } } },
--- })
--- ```

-- Of these types, the files that hold settings or name packages.
local names = {
  toml = { ['pyproject.toml'] = true, ['Pipfile'] = true, ['spawnsafe.toml'] = true, ['.spawnsafe.toml'] = true },
  yaml = { ['environment.yml'] = true, ['environment.yaml'] = true },
}

---@type vim.lsp.Config
return {
  cmd = { 'spawnsafe', 'server' },
  filetypes = { 'python', 'requirements', 'toml', 'yaml' },
  root_dir = function(buffer, attach)
    local wanted = names[vim.bo[buffer].filetype]
    if wanted and not wanted[vim.fs.basename(vim.api.nvim_buf_get_name(buffer))] then
      return
    end
    attach(vim.fs.root(buffer, { 'spawnsafe.toml', '.spawnsafe.toml', 'pyproject.toml', '.git' }))
  end,
  settings = { spawnsafe = vim.empty_dict() },
}
