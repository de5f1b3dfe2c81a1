package dev.byoml.transforms.template;

import dev.byoml.model.access.AccessEntities;
import dev.byoml.transforms.pattern.CostlyPatternException;
import java.util.Map;
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
      return Stream.of(ofActor(), ofComputer(), ofAddress()).flatMap(each -> each);
    }

    /** Those of the account. */
    Stream<Expression> ofActor() {
      return Stream.of(actorName, actorDomain, actorSid).filter(Objects::nonNull);
    }

    /** Those of the computer. */
    Stream<Expression> ofComputer() {
      return Stream.of(hostName, dnsDomain).filter(Objects::nonNull);
    }

    /** That of the address. */
    Stream<Expression> ofAddress() {
      return Stream.ofNullable(ipAddress);
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

  /** The entities; what is missing, blank, not writable as UTF-8 or too costly to find is empty. */
  public AccessEntities of(Row row) {
    return of(actor(row), computer(row), address(row));
  }

  /** The entities of the account, {@linkplain #computer the computer} and the address. */
  public static AccessEntities of(String[] actor, String[] computer, String address) {
    return new AccessEntities(actor[0], actor[1], actor[2], computer[0], computer[1], address);
  }

  /** Name, domain and security identifier of the account. */
  public String[] actor(Row row) {
    return new String[] {actorName.of(row), actorDomain.of(row), actorSid.of(row)};
  }

  /** Name and DNS domain of the computer. */
  public String[] computer(Row row) {
    return new String[] {hostName.of(row), dnsDomain.of(row)};
  }

  /** The address that the access came from. */
  public String address(Row row) {
    return ipAddress.of(row);
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
}
