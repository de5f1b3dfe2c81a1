package dev.byoml.transforms.parse;

import dev.byoml.model.access.AccessEntities;
import dev.byoml.model.access.AccessEvent;

/** An access as the line describes it that was read last: what is not asked for is not made. */
public interface ParsedAccess {
  /** The tenant. */
  String tenant();

  /** Who acted. */
  String user();

  /** What was touched. */
  String resource();

  /** When, in nanoseconds since 1970. */
  long nanoseconds();

  /** How many accesses the line stands for, at least 1. */
  long count();

  /** What the line says of account, host and address. */
  AccessEntities entities();

  /** The number of tenant, user and account among {@code names}, which gets it if need be. */
  default int actor(AccessNames names) {
    AccessEntities said = entities();
    return names.actor(tenant(), user(), said.actorName(), said.actorDomain(), said.actorSid());
  }

  /** The same of resource and host. */
  default int target(AccessNames names) {
    AccessEntities said = entities();
    return names.target(resource(), said.hostName(), said.dnsDomain());
  }

  /** The same of the address. */
  default int address(AccessNames names) {
    return names.address(entities().ipAddress());
  }

  /** The identity of the row, valid until the next is asked for; null if it has none. */
  RowIdentity identity();

  /** The access as a value. */
  AccessEvent toEvent();

  /** The access that a value describes. */
  static ParsedAccess of(AccessEvent event) {
    return of(event, new RowIdentity());
  }

  /**
   * The access that a value describes.
   *
   * @param place holds the identity of the row when it is asked for; may be used again for the next
   */
  static ParsedAccess of(AccessEvent event, RowIdentity place) {
    return new EventAccess(event, place);
  }
}
