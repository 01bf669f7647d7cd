"""Many machines: blocks of a study computed by Dask workers, while this process keeps the table."""
