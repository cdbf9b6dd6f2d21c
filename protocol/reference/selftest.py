"""Runs every check of this client: RFC vectors, public vectors, the project's vectors, the roster's rules, and a group in memory."""

import sys

import selftest_admin
import selftest_group
import selftest_history
import selftest_public
import selftest_rfc
import selftest_roster
import selftest_vectors
import selftest_wire


def main():
    failed = 0
    for part in (selftest_rfc, selftest_public, selftest_wire, selftest_group, selftest_admin, selftest_history, selftest_roster, selftest_vectors):
        for checks in part.run():
            for line in checks.lines():
                print(line)
            failed += len(checks.failures)
    print("all passed" if not failed else f"{failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
