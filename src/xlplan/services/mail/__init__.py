"""Mail: returns that come by it, and letters that go out."""
