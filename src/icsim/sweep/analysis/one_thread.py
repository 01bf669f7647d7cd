"""One thread for linear algebra on small matrices."""

from contextlib import AbstractContextManager


def one_thread() -> AbstractContextManager[object]:
    """Until the block ends: matrices are small, and on a busy machine several threads spend their time waiting."""
    from threadpoolctl import threadpool_limits

    found: AbstractContextManager[object] = threadpool_limits(limits=1, user_api="blas")
    return found
