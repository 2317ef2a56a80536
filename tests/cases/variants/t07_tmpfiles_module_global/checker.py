import tmpfiles


def check(number):
    return tmpfiles.get_tmp_filename(number)
