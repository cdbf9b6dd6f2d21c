"""Counting checks for the self-test."""


class Checks:
    """Passed and failed checks of one group, and what was left out, in words."""

    def __init__(self, name):
        self.name, self.passed, self.failures, self.skipped = name, 0, [], []

    def equal(self, what, actual, expected):
        if actual == expected:
            self.passed += 1
        else:
            self.failures.append(f"{what}: {_short(actual)} instead of {_short(expected)}")

    def true(self, what, condition):
        self.equal(what, bool(condition), True)

    def refused(self, what, errors, action):
        """The action must raise one of these errors."""
        try:
            action()
        except errors:
            self.passed += 1
        else:
            self.failures.append(f"{what}: accepted, must be refused")

    def skip(self, why):
        self.skipped.append(why)

    def lines(self):
        yield f"{self.name}: {self.passed} passed, {len(self.failures)} failed"
        yield from (f"  FAILED {failure}" for failure in self.failures)
        yield from (f"  left out: {why}" for why in self.skipped)


def _short(value):
    text = value.hex() if isinstance(value, bytes) else repr(value)
    return text if len(text) <= 160 else text[:160] + "…"
