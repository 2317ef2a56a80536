-- The two other ways in which editors/README.md brings spawnsafe into Neovim: copied files, and the spec for lazy.nvim.
-- In each the finding is shown, and :checkhealth has nothing to say against it.
--
-- nvim --headless -u NONE -i NONE -l nvim_ways.lua       (settings: environment, see README.md)

local editors = assert(vim.env.EDITORS, 'EDITORS is not set')
local here = vim.fs.joinpath(editors, 'neovim')
local workspace = vim.fn.tempname()
vim.fn.mkdir(workspace, 'p')
vim.fn.writefile({ 'import fcntl' }, vim.fs.joinpath(workspace, 'a.py'))
vim.opt.swapfile = false
vim.cmd('filetype on')

---@param way string
local function works(way)
  vim.cmd.edit(vim.fs.joinpath(workspace, 'a.py'))
  local shown = vim.wait(30000, function()
    return #vim.diagnostic.get(0) == 1
  end)
  assert(shown, way .. ': the finding is not shown')
  vim.cmd.checkhealth('spawnsafe')
  local report = table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, true), '\n')
  vim.cmd.bdelete()
  assert(report:find('is running: root', 1, true), way .. ': :checkhealth does not show the server\n' .. report)
  assert(not report:find('ERROR', 1, true), way .. ': :checkhealth reports an error\n' .. report)
  vim.lsp.enable('spawnsafe', false)
  for _, client in ipairs(vim.lsp.get_clients()) do
    client:stop(true)
  end
  vim.cmd('%bwipeout!')
  package.loaded['spawnsafe.health'] = nil
end

local function copied()
  local config = vim.fn.tempname()
  for _, name in ipairs({ 'lsp', 'lua/spawnsafe' }) do
    vim.fn.mkdir(vim.fs.joinpath(config, name), 'p')
    for file in vim.fs.dir(vim.fs.joinpath(here, name)) do
      local source = vim.fs.joinpath(here, name, file)
      assert(vim.uv.fs_copyfile(source, vim.fs.joinpath(config, name, file)))
    end
  end
  vim.opt.runtimepath:prepend(config)
  vim.lsp.enable('spawnsafe')
  works('copied')
  vim.opt.runtimepath:remove(config)
  vim.fn.delete(config, 'rf')
end

local function lazy()
  local spec = dofile(vim.fs.joinpath(here, 'lazy', 'spawnsafe.lua'))
  assert(spec.name == 'spawnsafe' and vim.list_contains(spec.ft, 'python'), 'the spec names no plugin')
  -- What lazy.nvim does when a file of these types is opened.
  spec.config({ dir = vim.fs.dirname(editors), name = spec.name })
  works('lazy.nvim')
end

local ok, problem = pcall(function()
  copied()
  lazy()
end)
vim.fn.delete(workspace, 'rf')
if not ok then
  io.stderr:write(tostring(problem), '\n')
end
os.exit(ok and 0 or 1)
