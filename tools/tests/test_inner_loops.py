import unittest

import support  # noqa: F401, makes tools/lib importable
from guest_profile import Profile
from inner_loops import InnerLoops, Loop

LISTING = """
0000000000001000 <swiftlet_kernel>:
    1000:      \tmov\tx0, #0x0
    1004:      \tmov\tx1, #0x0
    1008:      \tadd\tx1, x1, #0x1
    100c:      \tcbz\tx1, 0x1018 <swiftlet_kernel+0x18>
    1010:      \tsubs\tx2, x2, #0x1
    1014:      \tb.ne\t0x1008 <swiftlet_kernel+0x8>
    1018:      \ttbnz\tw0, #0x3, 0x1004 <swiftlet_kernel+0x4>
    101c:      \tret
"""


class InnerLoopsTests(unittest.TestCase):
    loops = InnerLoops(LISTING)

    def test_only_backward_branches_close_loops(self):
        self.assertEqual(self.loops.loops, [Loop(0x1008, 0x1014), Loop(0x1004, 0x1018)])

    def test_the_smallest_loop_counts(self):
        self.assertEqual(self.loops.around(0x1010), Loop(0x1008, 0x1014))
        self.assertEqual(self.loops.around(0x1018), Loop(0x1004, 0x1018))
        self.assertEqual(self.loops.around(0x1008).instructions, 4)
        with self.assertRaises(ValueError):
            self.loops.around(0x101c)

    def test_the_hottest_block_has_most_instructions_not_most_executions(self):
        profile = Profile({(0x1018, 1): 30, (0x1008, 4): 10})
        self.assertEqual(self.loops.hottest(profile), Loop(0x1008, 0x1014))


if __name__ == "__main__":
    unittest.main()
