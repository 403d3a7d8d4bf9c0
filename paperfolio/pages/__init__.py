"""The files of the finished site: pages, metadata, feeds, charts and preview pictures."""
