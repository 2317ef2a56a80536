def read_lines(lines):
    for line in lines:
        yield line.strip()
