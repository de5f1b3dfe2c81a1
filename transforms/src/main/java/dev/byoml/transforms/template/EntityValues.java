package dev.byoml.transforms.template;

import dev.byoml.model.access.AccessEntities;
import dev.byoml.transforms.pattern.CostlyPatternException;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
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

    /** These, where the names in {@code defined} stand for the values they are defined as. */
    Expressions resolve(Map<String, Expression> defined) {
      return new Expressions(
          resolve(actorName, defined),
          resolve(actorDomain, defined),
          resolve(actorSid, defined),
          resolve(hostName, defined),
          resolve(dnsDomain, defined),
          resolve(ipAddress, defined));
    }

    private static Expression resolve(Expression expression, Map<String, Expression> defined) {
      return expression == null ? null : expression.resolve(defined);
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

  private EntityValues(
      EntityValues others,
      Expressions expressions,
      Function<Expression, KnownValues<String>> memory) {
    this.actorName = remembered(others.actorName, expressions.actorName(), memory);
    this.actorDomain = remembered(others.actorDomain, expressions.actorDomain(), memory);
    this.actorSid = remembered(others.actorSid, expressions.actorSid(), memory);
    this.hostName = remembered(others.hostName, expressions.hostName(), memory);
    this.dnsDomain = remembered(others.dnsDomain, expressions.dnsDomain(), memory);
    this.ipAddress = remembered(others.ipAddress, expressions.ipAddress(), memory);
  }

  /** The entities; what is missing, blank, not writable as UTF-8 or too costly to find is empty. */
  public AccessEntities of(Row row) {
    return new AccessEntities(
        actorName.of(row),
        actorDomain.of(row),
        actorSid.of(row),
        hostName.of(row),
        dnsDomain.of(row),
        ipAddress.of(row));
  }

  /**
   * The same, which remembers what it made of rows and is not safe for use by several threads.
   *
   * @param memory makes a memory of what is made by an expression
   */
  EntityValues remembering(
      Expressions expressions, Function<Expression, KnownValues<String>> memory) {
    return new EntityValues(this, expressions, memory);
  }

  private static Value written(Value value) {
    return row -> {
      try {
        String text = value.of(row);
        return text == null || text.isBlank() || !Row.isWritable(text) ? "" : text;
      } catch (CostlyPatternException e) {
        return "";
      }
    };
  }

  private static Value remembered(
      Value value, Expression expression, Function<Expression, KnownValues<String>> memory) {
    if (expression == null) {
      return value;
    }
    KnownValues<String> known = memory.apply(expression);
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
