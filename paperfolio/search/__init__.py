"""The search room: what the papers say in, the files of a Lunr index out, for the browser to ask.

It knows plain text and Lunr's weights; it knows no templates, no LaTeX and no disk. `analyse` cuts text
into terms, `weigh` gives them Lunr's weights, `shards` packs them, `index` is the door.
"""
