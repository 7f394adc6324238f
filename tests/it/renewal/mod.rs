//! Filling many seats in one step, and seats that go with a post.

mod proposal;
mod round;
mod succession;
