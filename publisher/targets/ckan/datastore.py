def table_of(resource, languages):
    return None


def marks(t, s):
    return {}


def drop(c, i):
    pass


def load(*a):
    pass
