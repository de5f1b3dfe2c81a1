package dev.byoml.transforms.parse;

import dev.byoml.model.access.AccessEntities;
import dev.byoml.model.access.AccessEvent;

/** An access that is a value already. */
record EventAccess(AccessEvent toEvent, RowIdentity place) implements ParsedAccess {
  private static final long NANOSECONDS_OF_A_SECOND = 1_000_000_000L;

  @Override
  public String tenant() {
    return toEvent.key().tenant();
  }

  @Override
  public String user() {
    return toEvent.key().user();
  }

  @Override
  public String resource() {
    return toEvent.key().resource();
  }

  @Override
  public long nanoseconds() {
    return Math.addExact(
        Math.multiplyExact(toEvent.time().getEpochSecond(), NANOSECONDS_OF_A_SECOND),
        (long) toEvent.time().getNano());
  }

  @Override
  public long count() {
    return toEvent.count();
  }

  @Override
  public AccessEntities entities() {
    return toEvent.entities();
  }

  @Override
  public RowIdentity identity() {
    if (toEvent.itemId().isEmpty()) {
      return null;
    }
    place.set(toEvent.itemId());
    return place;
  }
}
