//! The configuration file: YAML to typed sections, every problem at once with file, line and column.
