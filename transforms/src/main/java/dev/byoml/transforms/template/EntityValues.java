package dev.byoml.transforms.template;

import dev.byoml.model.access.AccessEntities;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The entities of the access that a row describes. */
public final class EntityValues {
  private final Value actorName;
  private final Value actorDomain;
  private final Value actorSid;
  private final Value hostName;
  private final Value dnsDomain;
  private final Value ipAddress;

  /**
   * Where the entities of an access come from, as a template writes it; each may be left out.
   *
   * @param actorName account name without its domain
   * @param actorDomain domain of the account
   * @param actorSid security identifier of the account
   * @param hostName name of the computer without its DNS domain
   * @param dnsDomain DNS domain of the computer
   * @param ipAddress address the access came from
   */
  record Expressions(
      Expression actorName,
      Expression actorDomain,
      Expression actorSid,
      Expression hostName,
      Expression dnsDomain,
      Expression ipAddress) {

    /** Those that are not left out. */
    Stream<Expression> all() {
      return Stream.of(actorName, actorDomain, actorSid, hostName, dnsDomain, ipAddress)
          .filter(Objects::nonNull);
    }
  }

  EntityValues(Expressions expressions, Values values) {
    this.actorName = written(values.of(expressions.actorName()));
    this.actorDomain = written(values.of(expressions.actorDomain()));
    this.actorSid = written(values.of(expressions.actorSid()));
    this.hostName = written(values.of(expressions.hostName()));
    this.dnsDomain = written(values.of(expressions.dnsDomain()));
    this.ipAddress = written(values.of(expressions.ipAddress()));
  }

  private EntityValues(EntityValues others, Expressions expressions, List<String> fields) {
    this.actorName = remembered(others.actorName, expressions.actorName(), fields);
    this.actorDomain = remembered(others.actorDomain, expressions.actorDomain(), fields);
    this.actorSid = remembered(others.actorSid, expressions.actorSid(), fields);
    this.hostName = remembered(others.hostName, expressions.hostName(), fields);
    this.dnsDomain = remembered(others.dnsDomain, expressions.dnsDomain(), fields);
    this.ipAddress = remembered(others.ipAddress, expressions.ipAddress(), fields);
  }

  /** The entities; what is missing, blank or not writable as UTF-8 is the empty string. */
  public AccessEntities of(Row row) {
    return new AccessEntities(
        actorName.of(row),
        actorDomain.of(row),
        actorSid.of(row),
        hostName.of(row),
        dnsDomain.of(row),
        ipAddress.of(row));
  }

  /** The same, which remembers what it made of rows and is not safe for use by several threads. */
  EntityValues remembering(Expressions expressions, List<String> fields) {
    return new EntityValues(this, expressions, fields);
  }

  private static Value written(Value value) {
    return row -> {
      String text = value.of(row);
      return text == null || text.isBlank() || !Row.isWritable(text) ? "" : text;
    };
  }

  private static Value remembered(Value value, Expression expression, List<String> fields) {
    if (expression == null) {
      return value;
    }
    int[] positions = expression.fields().distinct().mapToInt(fields::indexOf).toArray();
    KnownValues<String> known = new KnownValues<>(positions);
    return row -> {
      String text = known.of(row);
      if (text == null) {
        text = value.of(row);
        known.remember(row, text);
      }
      return text;
    };
  }
}
