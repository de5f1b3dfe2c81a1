package dev.byoml.transforms.train;

/** Where a tenant's access matrix is factorized. All give the same bits. */
public enum FactorizationMethod {
  /** Each tenant in the memory of one worker, with all its cores; tenants spread over workers. */
  IN_MEMORY,
  /** Each tenant cut into blocks that are spread over workers. */
  BLOCKED,
  /** A tenant in memory if a worker holds it, else in blocks. */
  BY_SIZE
}
