"""Questions from other systems and for them: Moodle's GIFT and XML, and packs as zip files."""
