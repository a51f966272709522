class View:
    @classmethod
    def of(cls, s):
        return s


def wanted_views(*a):
    return ()


def ensure(*a):
    pass
