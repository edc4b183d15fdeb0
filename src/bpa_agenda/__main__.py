"""The `agenda` command as a process of its own: what it makes it keeps to the end."""

import gc

# A process that soon ends need not look for what nobody uses any more. This comes first, because it
# would begin with that while it loads what follows.
gc.disable()

from bpa_agenda.start import start  # noqa: E402  # see above

if __name__ == "__main__":
    start()
