"""Course packs: folders to read, diff and review. Read and check (`read`), then load (`load`)."""
