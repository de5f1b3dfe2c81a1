package dev.byoml.transforms.template;

import dev.byoml.model.access.AccessEntities;

/** The entities of the access that a row describes. */
public final class EntityValues {
  private final Value actorName;
  private final Value actorDomain;
  private final Value actorSid;
  private final Value hostName;
  private final Value dnsDomain;
  private final Value ipAddress;

  EntityValues(EntityExpressions expressions, Values values) {
    this.actorName = values.of(expressions.actorName());
    this.actorDomain = values.of(expressions.actorDomain());
    this.actorSid = values.of(expressions.actorSid());
    this.hostName = values.of(expressions.hostName());
    this.dnsDomain = values.of(expressions.dnsDomain());
    this.ipAddress = values.of(expressions.ipAddress());
  }

  /** The entities; what is missing, blank or not writable as UTF-8 is the empty string. */
  public AccessEntities of(Row row) {
    return new AccessEntities(
        text(actorName, row),
        text(actorDomain, row),
        text(actorSid, row),
        text(hostName, row),
        text(dnsDomain, row),
        text(ipAddress, row));
  }

  private static String text(Value value, Row row) {
    String text = value.of(row);
    return text == null || text.isBlank() || !Row.isWritable(text) ? "" : text;
  }
}
