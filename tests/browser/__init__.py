"""What a visitor sees and does. A package, so that server and browser end with its last test and not with the whole run."""
