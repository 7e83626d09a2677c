"""What a return must satisfy; pure: (issue, returned) -> entries and findings."""
