-- Opens a file in Neovim with editors/neovim on the runtimepath, waits for the
-- finding, applies the fix, and compares the buffer.
--
--   nvim --headless -u NONE -i NONE -l nvim.lua
--
-- Settings: environment, see README.md. Prints one JSON object; exits 0 when
-- everything was seen, 1 otherwise.

local env = vim.env
local result = { editor = 'nvim', version = tostring(vim.version()), ok = false }
local timeout = tonumber(env.CHECK_TIMEOUT or '60') * 1000
local scratch = vim.fn.tempname()
env.XDG_STATE_HOME = scratch .. '/state' -- Neovim's log of the server

local function required(name)
  return assert(env[name] ~= '' and env[name], name .. ' is not set')
end

local function read(path)
  return table.concat(vim.fn.readfile(path), '\n')
end

local function wait(what, condition)
  assert(vim.wait(timeout, condition, 20), 'timed out waiting for ' .. what)
end

-- What a user of the file in `fixture` has: a copy of its directory, opened.
local function open(fixture)
  local workspace = scratch .. '/workspace'
  vim.fn.mkdir(scratch, 'p')
  local copied = vim.system({ 'cp', '-r', vim.fs.dirname(fixture), workspace }):wait()
  assert(copied.code == 0, copied.stderr)

  vim.opt.runtimepath:prepend(required('EDITORS') .. '/neovim')
  vim.cmd.filetype('on')
  vim.lsp.enable('spawnsafe')
  vim.cmd.edit(vim.fn.fnameescape(workspace .. '/' .. vim.fs.basename(fixture)))
  return vim.api.nvim_get_current_buf()
end

local function attached(buffer)
  local client
  wait('the server to attach', function()
    client = vim.lsp.get_clients({ bufnr = buffer, name = 'spawnsafe' })[1]
    return client and client.initialized
  end)
  result.server_info = client.server_info
  result.position_encoding = client.offset_encoding
end

local function matching(buffer)
  return vim.tbl_filter(function(diagnostic)
    return diagnostic.code == required('EXPECT_CODE')
      and diagnostic.message:find(required('EXPECT_MESSAGE'), 1, true) ~= nil
  end, vim.diagnostic.get(buffer))
end

local function finding(buffer)
  local seen = vim.wait(timeout, function()
    return #matching(buffer) > 0
  end, 20)
  result.diagnostics = vim.tbl_map(function(diagnostic)
    return {
      line = diagnostic.lnum + 1,
      column = diagnostic.col + 1,
      severity = vim.diagnostic.severity[diagnostic.severity],
      source = diagnostic.source,
      code = diagnostic.code,
      message = diagnostic.message,
    }
  end, vim.diagnostic.get(buffer))
  assert(seen, 'the expected finding did not come')
  return matching(buffer)[1]
end

local function underlined(buffer, at)
  return table.concat(vim.api.nvim_buf_get_text(buffer, at.lnum, at.col, at.end_lnum, at.end_col, {}), '\n')
end

local function fix(buffer, at)
  vim.api.nvim_win_set_cursor(0, { at.lnum + 1, at.col })
  local before = vim.api.nvim_buf_get_changedtick(buffer)
  local offered = {}
  vim.lsp.buf.code_action({
    apply = true,
    filter = function(action)
      offered[action.title] = true
      return action.title:find(required('ACTION_TITLE'), 1, true) ~= nil
    end,
  })
  local changed = vim.wait(timeout, function()
    return vim.api.nvim_buf_get_changedtick(buffer) ~= before
  end, 20)
  result.actions = vim.tbl_keys(offered)
  assert(changed, 'no fix changed the text')
end

-- Turned off in the settings, the finding goes away; turned on again, it comes back.
local function configured(buffer)
  local client = vim.lsp.get_clients({ bufnr = buffer, name = 'spawnsafe' })[1]
  for _, level in ipairs({ 'off', 'error' }) do
    client.settings = { spawnsafe = { rules = { [required('EXPECT_CODE')] = level } } }
    client:notify('workspace/didChangeConfiguration', { settings = client.settings })
    wait('the level ' .. level, function()
      return (#matching(buffer) == 0) == (level == 'off')
    end)
  end
end

-- The server is there for requirements, and not for other files of those types.
local function beside(buffer)
  for name, wanted in pairs({ ['requirements.txt'] = 1, ['pyproject.toml'] = 1, ['other.toml'] = 0 }) do
    vim.cmd.edit(vim.fn.fnameescape(scratch .. '/workspace/' .. name))
    local function attached_here()
      return #vim.lsp.get_clients({ bufnr = 0, name = 'spawnsafe' }) == wanted
    end
    wait(name .. ' to be attached to ' .. wanted .. ' servers', attached_here)
    vim.wait(200, function() return false end)
    assert(attached_here(), name)
    vim.cmd.bdelete({ bang = true })
  end
  vim.api.nvim_set_current_buf(buffer)
end

-- In the mode for the whole workspace a file that is not open has its findings too, and a change of the
-- settings leaves no stale one anywhere.
local function workspace(buffer)
  local client = vim.lsp.get_clients({ bufnr = buffer, name = 'spawnsafe' })[1]
  local closed = scratch .. '/workspace/closed.py'
  vim.fn.writefile(vim.fn.readfile(vim.api.nvim_buf_get_name(buffer)), closed)
  local function set(mode, level)
    local settings = { diagnosticMode = mode, rules = { [required('EXPECT_CODE')] = level } }
    client.settings = { spawnsafe = settings }
    client:notify('workspace/didChangeConfiguration', { settings = client.settings })
  end
  local function shown()
    local other = vim.fn.bufnr(closed)
    return #matching(buffer), other == -1 and 0 or #matching(other)
  end
  for _, step in ipairs({
    { 'workspace', 'error', true, true },
    { 'workspace', 'off', false, false },
    { 'workspace', 'error', true, true },
    { 'openFilesOnly', 'error', true, false },
  }) do
    set(step[1], step[2])
    wait(step[1] .. ' with ' .. step[2], function()
      local open, beside = shown()
      return (open > 0) == step[3] and (beside > 0) == step[4]
    end)
    -- Nothing is shown twice: asked for and pushed.
    assert(shown() <= 1, 'the finding is there twice')
  end
  vim.fn.delete(closed)
end

local function healthy()
  vim.cmd.checkhealth('spawnsafe')
  local report = table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, true), '\n')
  vim.cmd.bdelete()
  result.health = report
  assert(report:find('is running: root', 1, true), ':checkhealth does not show the server')
  assert(not report:find('ERROR', 1, true), ':checkhealth reports an error')
end

local function check()
  local buffer = open(vim.fs.abspath(required('FIXTURE')))
  attached(buffer)
  local found = finding(buffer)
  result.underlined = underlined(buffer, found)
  assert(result.underlined == required('EXPECT_UNDERLINED'), 'other text than expected is underlined')
  configured(buffer)
  local client = vim.lsp.get_clients({ bufnr = buffer, name = 'spawnsafe' })[1]
  if client.root_dir then
    workspace(buffer)
  end
  beside(buffer)
  fix(buffer, found)
  result.text = table.concat(vim.api.nvim_buf_get_lines(buffer, 0, -1, true), '\n')
  assert(result.text == read(required('EXPECT_FILE')), 'the text after the fix is not the expected one')
  wait('the finding to go away', function()
    return #matching(buffer) == 0
  end)
  healthy()
end

local messages = {}
result.messages = messages
for _, method in ipairs({ 'window/showMessage', 'window/logMessage' }) do
  vim.lsp.handlers[method] = function(_, params)
    table.insert(messages, params.message)
  end
end

local ok, problem = pcall(check)
if not ok then
  result.error = tostring(problem)
  local log = vim.lsp.log.get_filename()
  result.log = vim.fn.filereadable(log) == 1 and vim.fn.readfile(log, '', -20) or {}
end
for _, client in ipairs(vim.lsp.get_clients()) do
  client:stop()
end
local stopped = vim.wait(5000, function()
  return #vim.lsp.get_clients() == 0
end, 20)
if ok and not stopped then
  ok, result.error = false, 'the server did not stop'
end
result.ok = ok
vim.fn.delete(scratch, 'rf')
io.stdout:write(vim.json.encode(result), '\n')
os.exit(ok and 0 or 1)
