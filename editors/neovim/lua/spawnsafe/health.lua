-- :checkhealth spawnsafe

local M = {}

local function check_editor()
  if vim.fn.has('nvim-0.11') == 1 then
    vim.health.ok('Neovim ' .. tostring(vim.version()))
  else
    vim.health.error('Neovim is too old for lsp/spawnsafe.lua', { 'Use Neovim 0.11 or later.' })
  end
end

---@param program string
local function check_program(program)
  local path = vim.fn.exepath(program)
  if path == '' then
    vim.health.error(program .. ' was not found', {
      'Install it: README.md in the repository of spawnsafe says how.',
      "Or name it: vim.lsp.config('spawnsafe', { cmd = { '/path/to/spawnsafe', 'server' } }).",
    })
    return
  end
  local run, done = pcall(function()
    return vim.system({ path, '--version' }, { text = true, timeout = 10000 }):wait()
  end)
  if run and done.code == 0 and done.stdout then
    vim.health.ok(('%s: %s'):format(vim.trim(done.stdout), path))
  else
    vim.health.error(path .. ' does not run', { run and done.stderr or tostring(done) })
  end
end

local function check_clients()
  local clients = vim.lsp.get_clients({ name = 'spawnsafe' })
  if #clients == 0 then
    vim.health.info("no server is running; vim.lsp.enable('spawnsafe') starts one when a Python file is opened")
  end
  for _, client in ipairs(clients) do
    vim.health.ok(('server %d is running: root %s, columns in %s, %d buffers'):format(
      client.id,
      client.root_dir or 'none',
      client.offset_encoding,
      vim.tbl_count(client.attached_buffers)
    ))
  end
  vim.health.info("the server's log: " .. vim.lsp.log.get_filename())
end

function M.check()
  vim.health.start('spawnsafe')
  check_editor()
  if not vim.lsp.config then
    return
  end
  local config = vim.lsp.config.spawnsafe
  if not config then
    vim.health.error('lsp/spawnsafe.lua is not on the runtimepath', {
      'Put editors/neovim of the repository on the runtimepath, or copy its lsp and lua to ~/.config/nvim.',
    })
  elseif type(config.cmd) == 'table' then
    check_program(config.cmd[1])
  else
    vim.health.info('cmd is a function of yours')
  end
  check_clients()
end

return M
