//! AsyncAPI documents turned into compiled validators, with every problem's pointer and line.
