"""The steps of the week as kernels: each loops over its entities and, innermost, over lanes."""
