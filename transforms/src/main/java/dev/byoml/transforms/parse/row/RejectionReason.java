package dev.byoml.transforms.parse.row;

/** Why a line cannot be used as an access. */
public enum RejectionReason {
  /** The line is not JSON. */
  INVALID_JSON("InvalidJson"),
  /** The line is JSON that ends too early, as the last line of a blob that is still written. */
  TRUNCATED_JSON("TruncatedJson"),
  /** The line is JSON, but not an object. */
  NOT_AN_OBJECT("NotAnObject"),
  /** The line nests objects or arrays too deep. */
  NESTED_TOO_DEEP("NestedTooDeep"),
  /** The line is longer than a record of Log Analytics can be. */
  LINE_TOO_LONG("LineTooLong"),
  /** The line, or one of its values, has no correct form in UTF-8. */
  INVALID_UTF8("InvalidUtf8"),
  /** The line, or one of its values, holds the character NUL. */
  NUL_CHARACTER("NulCharacter"),
  /** The line is not CSV. */
  INVALID_CSV("InvalidCsv"),
  /** The line has more or fewer columns than the template names. */
  WRONG_COLUMN_COUNT("WrongColumnCount"),
  /** A field is an object, an array or a truth value where text or a number is expected. */
  WRONG_TYPE("WrongType"),
  /** There is no time. */
  MISSING_TIME("MissingTime"),
  /** The time cannot be read, or lies outside the years that can be. */
  INVALID_TIME("InvalidTime"),
  /** There is no tenant. */
  MISSING_TENANT("MissingTenant"),
  /** The tenant is white space. */
  BLANK_TENANT("BlankTenant"),
  /** There is no user. */
  MISSING_USER("MissingUser"),
  /** The user is white space. */
  BLANK_USER("BlankUser"),
  /** There is no resource. */
  MISSING_RESOURCE("MissingResource"),
  /** The resource is white space. */
  BLANK_RESOURCE("BlankResource"),
  /** The count is not a positive whole number. */
  INVALID_COUNT("InvalidCount"),
  /** A regular expression of the template runs too deep on a value of the line. */
  PATTERN_TOO_DEEP("PatternTooDeep"),
  /** A regular expression of the template takes longer on a value than its length allows. */
  PATTERN_TOO_COSTLY("PatternTooCostly"),
  /** Tenant, user or resource is longer than 8,192 characters. */
  VALUE_TOO_LONG("ValueTooLong"),
  /** The file is damaged from here on. */
  CORRUPT_GZIP("CorruptGzip"),
  /** The first line of the file names no column for what the template needs. */
  MISSING_COLUMN("MissingColumn"),
  /** The file is in an encoding that is not read. */
  OTHER_ENCODING("OtherEncoding"),
  /** The file is compressed in a way that is not read. */
  OTHER_COMPRESSION("OtherCompression"),
  /** The file is damaged from here on, or all of it is. */
  DAMAGED_FILE("DamagedFile"),
  /** The window of the row was closed for good before the row arrived. */
  TOO_LATE("TooLate");

  private final String label;

  RejectionReason(String label) {
    this.label = label;
  }

  /** The name that counters and rejected lines carry. */
  public String label() {
    return label;
  }

  /**
   * The reason of that label.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static RejectionReason ofLabel(String label) {
    for (RejectionReason reason : values()) {
      if (reason.label.equals(label)) {
        return reason;
      }
    }
    throw new IllegalArgumentException("no rejection reason is called " + label);
  }
}
