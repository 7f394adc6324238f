//! Filling many seats in one step, and seats that go with a post.

mod round;
mod succession;
