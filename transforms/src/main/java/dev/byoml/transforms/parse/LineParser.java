package dev.byoml.transforms.parse;

import static java.util.Objects.requireNonNull;

import dev.byoml.model.access.AccessEntities;
import dev.byoml.model.access.AccessEvent;
import dev.byoml.model.access.AccessKey;
import dev.byoml.transforms.parse.row.ColumnOpener;
import dev.byoml.transforms.parse.row.RejectedException;
import dev.byoml.transforms.parse.row.RejectionReason;
import dev.byoml.transforms.parse.row.RowReader;
import dev.byoml.transforms.pattern.CostlyPatternException;
import dev.byoml.transforms.source.LineProblem;
import dev.byoml.transforms.source.SourceLine;
import dev.byoml.transforms.source.SourceLines;
import dev.byoml.transforms.source.TimeRange;
import dev.byoml.transforms.source.UnreadableInputException;
import dev.byoml.transforms.source.json.MessageLines;
import dev.byoml.transforms.template.EntityValues;
import dev.byoml.transforms.template.Filter;
import dev.byoml.transforms.template.KeyPart;
import dev.byoml.transforms.template.KnownValues;
import dev.byoml.transforms.template.Row;
import dev.byoml.transforms.template.RowFormat;
import dev.byoml.transforms.template.Template;
import dev.byoml.transforms.template.Value;
import dev.byoml.transforms.value.EventTime;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * Turns a line into an access by a template, or says why there is none. Whatever the line holds,
 * there is exactly one outcome. The order of the tests is fixed: the form of the line, the
 * template's rows, the time, the key, the count, the template's noise.
 *
 * <p>What is made of the same bytes again and again (whether the template wants such rows, the
 * parts of the key, the entities) is made once and remembered, within bounds. Not safe for use by
 * several threads.
 */
public final class LineParser {
  private static final String NO_FILTER = "";
  private static final int LONGEST_TIME = 60;
  private static final String OTHER_TIME_FORMS =
      " is no time in ISO-8601; a template names other forms by timeFormats and timeZone";
  private static final int NO_NOISE = Integer.MAX_VALUE;

  /** A regular expression that recurses over so few bytes stays within any thread's stack. */
  private static final int LONGEST_SHORT_TEXT = 256;

  /**
   * So many lines are taken apart before what they hold is looked up. They and what was made of
   * them fit into a processor's first cache.
   */
  private static final int MOST_AHEAD = 16;

  private static final long NANOSECONDS_OF_A_SECOND = 1_000_000_000L;

  /** In characters; twice the longest path of Linux. */
  private static final int LONGEST_NAME = 8_192;

  private final Template template;
  private final RowReader reader;
  private final KnownValues<String> knownRows;

  /** The same of rows of which only some fields are read. */
  private final KnownValues<String> knownUnread;

  private final Part tenant;
  private final Part user;
  private final Part resource;
  private final EntityValues entities;
  private final RowIdentity identity = new RowIdentity();

  /** Lines that are given one by one are taken apart here. */
  private final Line single;

  private final Line[] ahead;
  private final long[] hashes = new long[MOST_AHEAD];

  private final ParsedAccess access = new Access();
  private final int timeField;
  private final int itemIdField;
  private final int[] entityFields;
  private final long from;
  private final long to;

  private final KnownValues<String> knownAddresses;

  /** The filters of noise that need more than one part of the key, or one and other fields. */
  private final List<Integer> otherNoise = new ArrayList<>();

  /** Where what is known was numbered, and the generation of the tenants at that time. */
  private AccessNames numbered;

  private int tenants;

  /** The line at hand, and its fields. */
  private Line at;

  private Row row;

  private long count;
  private String itemId;

  /** The name under which a row is filtered that was not read to its end, or null. */
  private String unwantedAs;

  /** What became of a line. */
  public enum Fate {
    /** The line is an access: {@link #access()}. */
    USED,
    /** The line is left out on purpose: {@link #filteredAs()}. */
    FILTERED,
    /** The line could not be understood: {@link #rejected()}. */
    REJECTED
  }

  /** A line that was taken apart. */
  private static final class Line {
    private final Row row;
    private SourceLine line;

    /** The name under which the line is filtered, or null. */
    private String filteredAs;

    /** The line, if it is rejected. */
    private RejectedLine rejected;

    /** Nanoseconds since 1970. */
    private long time;

    private long hashOfUser;
    private long hashOfResource;
    private long hashOfAddress;

    Line(Row row) {
      this.row = row;
    }

    boolean isDecided() {
      return filteredAs != null || rejected != null;
    }

    Fate fate() {
      if (rejected != null) {
        return Fate.REJECTED;
      }
      return filteredAs == null ? Fate.USED : Fate.FILTERED;
    }
  }

  /** A part of the key as some bytes name it, with what else the same bytes say. */
  private static final class KnownPart {
    private final String text;

    /** The first filter of noise that takes accesses with it out, or {@link #NO_NOISE}. */
    private final int noise;

    /** Whether the text stands for nobody, as {@code -} and {@code -\-} do. */
    private final boolean isNobody;

    /** The entities that go with it; null while nobody has asked for them. */
    private String[] entities;

    KnownPart(String text, int noise) {
      this.text = text;
      this.noise = noise;
      this.isNobody = isNobody(text);
    }

    /** What is asked for with each row: the noise, and in the sign whether it is nobody. */
    long note() {
      return isNobody ? noise | Long.MIN_VALUE : noise;
    }

    private static boolean isNobody(String text) {
      for (int i = 0; i < text.length(); i++) {
        char character = text.charAt(i);
        if (character != '-' && character != '\\' && !Character.isWhitespace(character)) {
          return false;
        }
      }
      return true;
    }
  }

  /** How a part of the key is found. */
  private static final class Part {
    private final KeyPart part;
    private final Value value;
    private final RejectionReason missing;
    private final RejectionReason blank;

    /** The filters of noise that are asked where the part is found, in ascending order. */
    private final List<Integer> noise;

    private final KnownValues<KnownPart> known;

    /** Its place among what is known, or {@link KnownValues#NOT_KNOWN}. */
    private int place;

    private long note;

    /** Null until it is asked for, if it is known. */
    private KnownPart found;

    Part(
        KeyPart part,
        Template template,
        List<Integer> noise,
        RejectionReason missing,
        RejectionReason blank) {
      this.part = part;
      this.value =
          switch (part) {
            case TENANT -> template.tenant();
            case USER -> template.user();
            case RESOURCE -> template.resource();
          };
      this.missing = missing;
      this.blank = blank;
      this.noise = noise;
      this.known = template.memoryOf(part, noise.stream().map(template.noise()::get).toList());
    }

    KnownPart found() {
      if (found == null) {
        found = known.value(place);
      }
      return found;
    }

    String text() {
      return found().text;
    }

    int noise() {
      return (int) note;
    }

    boolean isNobody() {
      return note < 0;
    }
  }

  /**
   * A parser for one template. A JSON row that the template's rows leave out need not be read to
   * its end: once a field says so, nothing is looked at but the members with which such rows end.
   * So a fault in what lies between is not noticed, nor a second member with the name of that
   * field.
   *
   * @param range accesses at other times are filtered
   */
  public LineParser(Template template, TimeRange range) {
    this(template, range, RowReader.of(template));
    reader.leaveWhere(this::isUnwanted);
  }

  /**
   * A parser for one template that reads every row to its end.
   *
   * @param range accesses at other times are filtered
   * @param reader takes the lines apart
   */
  public LineParser(Template template, TimeRange range, RowReader reader) {
    this.template = requireNonNull(template, "template");
    requireNonNull(range, "range");
    this.reader = reader;
    this.single = newLine();
    this.ahead = Stream.generate(this::newLine).limit(MOST_AHEAD).toArray(Line[]::new);
    this.at = single;
    this.row = single.row;
    this.knownRows = template.memoryOfRows();
    this.knownUnread = template.memoryOfRows();
    Map<KeyPart, List<Integer>> noise = noiseByPart();
    this.tenant =
        new Part(
            KeyPart.TENANT,
            template,
            noise.get(KeyPart.TENANT),
            RejectionReason.MISSING_TENANT,
            RejectionReason.BLANK_TENANT);
    this.user =
        new Part(
            KeyPart.USER,
            template,
            noise.get(KeyPart.USER),
            RejectionReason.MISSING_USER,
            RejectionReason.BLANK_USER);
    this.resource =
        new Part(
            KeyPart.RESOURCE,
            template,
            noise.get(KeyPart.RESOURCE),
            RejectionReason.MISSING_RESOURCE,
            RejectionReason.BLANK_RESOURCE);
    this.entities = template.entities();
    this.knownAddresses = template.memoryOfAddress();
    this.timeField = template.timeField();
    this.itemIdField = template.itemIdField();
    this.entityFields = template.fieldsOfEntities();
    this.from = range.from() == null ? Long.MIN_VALUE : nanoseconds(range.from());
    this.to = range.to() == null ? Long.MAX_VALUE : nanoseconds(range.to());
  }

  private Line newLine() {
    Row empty = template.newRow();
    empty.openBy(new ColumnOpener(template));
    return new Line(empty);
  }

  /**
   * Where filters of noise are asked: with the part of the key that alone they look at; with the
   * user, of whom most of them speak, if they look at no part; else last.
   */
  private Map<KeyPart, List<Integer>> noiseByPart() {
    Map<KeyPart, List<Integer>> noise = new EnumMap<>(KeyPart.class);
    for (KeyPart part : KeyPart.values()) {
      noise.put(part, new ArrayList<>());
    }
    for (int number = 0; number < template.noise().size(); number++) {
      Filter filter = template.noise().get(number);
      Optional<KeyPart> only =
          Stream.of(KeyPart.values()).filter(part -> template.dependsOn(filter, part)).findFirst();
      if (only.isPresent()) {
        noise.get(only.get()).add(number);
      } else if (template.usesPart(filter)) {
        otherNoise.add(number);
      } else {
        noise.get(KeyPart.USER).add(number);
      }
    }
    return noise;
  }

  /** What becomes of {@code line}, as a value. */
  public ParsedLine parse(SourceLine line) {
    return outcome(read(line));
  }

  /** What became of the line that was read last, as a value. */
  public ParsedLine outcome(Fate fate) {
    return switch (fate) {
      case USED -> new ParsedLine.Used(access.toEvent());
      case FILTERED -> new ParsedLine.Filtered(filteredAs());
      case REJECTED -> new ParsedLine.Rejected(rejected());
    };
  }

  /**
   * What becomes of {@code line}, which must stay as it is until the next one is read. What it
   * holds is given by {@link #access()}, {@link #filteredAs()} or {@link #rejected()}.
   */
  public Fate read(SourceLine line) {
    takeApart(line, single);
    if (!single.isDecided()) {
      hash(single);
    }
    return judge(single);
  }

  /** Gets what becomes of rows. */
  @FunctionalInterface
  public interface Receiver {

    /**
     * A row was read; the parser gives what it holds, until the next row is read.
     *
     * @param row the row
     * @param fate what became of it
     */
    void accept(SourceLine row, Fate fate);
  }

  /**
   * Says what becomes of a line: once, or for each of its rows where it holds several.
   *
   * @param receiver gets what became of the line, or of each row
   */
  public void readRows(SourceLine line, Receiver receiver) {
    give(line, read(line), receiver);
  }

  /**
   * Says what becomes of all lines, one after the other: of each once, or for each of its rows
   * where it holds several.
   *
   * @param receiver gets what became of a line, or of a row
   * @throws UnreadableInputException if the next line cannot be read
   */
  public void readRows(SourceLines lines, Receiver receiver) throws UnreadableInputException {
    for (SourceLine line = lines.next(); line != null; line = lines.next()) {
      takeApart(line, ahead[0]);
      int count = 1;
      while (count < MOST_AHEAD && lines.hasNextAtHand()) {
        takeApart(lines.next(), ahead[count++]);
      }
      approach(count);
      for (int i = 0; i < count; i++) {
        give(ahead[i].line, judge(ahead[i]), receiver);
      }
    }
  }

  private void give(SourceLine line, Fate fate, Receiver receiver) {
    if (fate == Fate.REJECTED) {
      List<SourceLine> rows = rowsIn(line, rejected());
      if (!rows.isEmpty()) {
        rows.forEach(row -> receiver.accept(row, read(row)));
        return;
      }
    }
    receiver.accept(line, fate);
  }

  /** Waits for memory once for what all lines ahead will look up. */
  private void approach(int count) {
    for (int i = 0; i < count; i++) {
      if (!ahead[i].isDecided()) {
        hash(ahead[i]);
      }
    }
    approach(user.known, count, line -> line.hashOfUser);
    approach(resource.known, count, line -> line.hashOfResource);
    approach(knownAddresses, count, line -> line.hashOfAddress);
  }

  private void approach(KnownValues<?> known, int count, ToLongFunction<Line> hash) {
    int hashed = 0;
    for (int i = 0; i < count; i++) {
      if (!ahead[i].isDecided()) {
        hashes[hashed++] = hash.applyAsLong(ahead[i]);
      }
    }
    known.approach(hashes, hashed);
  }

  private void hash(Line line) {
    line.hashOfUser = user.known.hash(line.row);
    line.hashOfResource = resource.known.hash(line.row);
    line.hashOfAddress = knownAddresses.hash(line.row);
  }

  /** The access that the line describes which was read last and is used; valid until the next. */
  public ParsedAccess access() {
    return access;
  }

  /** The name under which the line is counted that was read last and is filtered. */
  public String filteredAs() {
    return at.filteredAs;
  }

  /** The line that was read last, if it is rejected. */
  public RejectedLine rejected() {
    return at.rejected;
  }

  /**
   * The fields of the line that was parsed last, as far as the template looks at them and they are
   * there; empty if the line was not taken apart.
   */
  public Map<String, String> fields() {
    return row.values();
  }

  /** Takes a line apart, and decides what can be decided before its key is looked up. */
  private void takeApart(SourceLine line, Line into) {
    into.line = line;
    into.filteredAs = null;
    into.rejected = null;
    at = into;
    row = into.row;
    try {
      into.filteredAs = filterOfForm();
    } catch (RejectedException | CostlyPatternException | StackOverflowError e) {
      reject(e);
    }
  }

  /** Decides what becomes of a line that was taken apart. */
  private Fate judge(Line line) {
    at = line;
    row = line.row;
    if (!line.isDecided()) {
      try {
        line.filteredAs = filterOfKey();
      } catch (RejectedException | CostlyPatternException | StackOverflowError e) {
        reject(e);
      }
    }
    return line.fate();
  }

  private void reject(Throwable e) {
    RejectedException why;
    if (e instanceof RejectedException told) {
      why = told;
    } else if (e instanceof CostlyPatternException) {
      why = new RejectedException(RejectionReason.PATTERN_TOO_COSTLY);
    } else {
      // The only recursion that a line can drive is that of java.util.regex over a long value.
      why = new RejectedException(RejectionReason.PATTERN_TOO_DEEP);
    }
    at.rejected = RejectedLine.of(at.line, why.reason(), why.getMessage());
  }

  /** The name under which the line at hand is filtered by its form, kind or time, or null. */
  private String filterOfForm() throws RejectedException {
    SourceLine line = at.line;
    row.clear();
    if (line.problem() == LineProblem.HEADER) {
      return FilterReason.HEADER_LINE;
    }
    checkReadInFull(line);
    if (isBlank(line)) {
      return FilterReason.BLANK_LINE;
    }
    if (template.hasHeader() && line.position() == 0) {
      return FilterReason.HEADER_LINE;
    }
    unwantedAs = null;
    reader.read(line.buffer(), line.start(), line.end(), row);
    String filter = unwantedAs == null ? filterOfRows() : unwantedAs;
    if (filter != null) {
      return filter;
    }
    at.time = time();
    return at.time < from || at.time >= to ? FilterReason.OUTSIDE_TIME_RANGE : null;
  }

  /** The name under which the line at hand is filtered by its key, or null if it is used. */
  private String filterOfKey() throws RejectedException {
    find(tenant, KnownValues.NOT_HASHED);
    find(user, at.hashOfUser);
    find(resource, at.hashOfResource);
    count = count();
    findItemId();
    if (user.isNobody()) {
      return FilterReason.NULL_ACCOUNT;
    }
    String noise = noise();
    if (noise == null && hasLongEntity()) {
      // Whether a regular expression runs too deep must show here, not where entities are asked
      // for.
      access.entities();
    }
    return noise;
  }

  private boolean hasLongEntity() {
    for (int field : entityFields) {
      if (row.end(field) - row.start(field) > LONGEST_SHORT_TEXT || !row.standsInSource(field)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether a row is filtered whatever it holds beside the fields that are read, and under which
   * name is certain too.
   */
  private boolean isUnwanted(Row read) {
    String known = knownUnread.of(read);
    if (known == null) {
      known = template.certainFilter(read).orElse(NO_FILTER);
      knownUnread.remember(read, known);
    }
    unwantedAs = known.equals(NO_FILTER) ? null : known;
    return unwantedAs != null;
  }

  private String filterOfRows() throws RejectedException {
    String known = knownRows.of(row);
    if (known != null) {
      return known.equals(NO_FILTER) ? null : known;
    }
    Optional<String> certain = template.certainFilter(row);
    if (certain.isPresent()) {
      knownRows.remember(row, certain.get());
      return certain.get();
    }
    for (Filter filter : template.rows()) {
      boolean holds = filter.holds(row);
      checkTypes();
      if (!holds) {
        String name = filter.name(row);
        knownRows.remember(row, name);
        return name;
      }
    }
    knownRows.remember(row, NO_FILTER);
    return null;
  }

  private String noise() {
    int first = Math.min(tenant.noise(), Math.min(user.noise(), resource.noise()));
    for (int filter : otherNoise) {
      if (filter < first && template.noise().get(filter).holds(row)) {
        first = filter;
      }
    }
    return first == NO_NOISE ? null : template.noise().get(first).name(row);
  }

  /** Nanoseconds since 1970. */
  private long time() throws RejectedException {
    if (timeField != Row.NO_FIELD && row.isPlainSlice(timeField)) {
      long usual =
          EventTime.nanosecondsOfUsual(row.source(), row.start(timeField), row.end(timeField));
      if (usual != EventTime.NOT_USUAL) {
        return usual;
      }
    }
    String text = text(template.time());
    if (text == null || text.isBlank()) {
      throw new RejectedException(RejectionReason.MISSING_TIME);
    }
    Instant parsed = template.times().parse(text);
    if (parsed == null) {
      throw new RejectedException(RejectionReason.INVALID_TIME, shortened(text) + OTHER_TIME_FORMS);
    }
    return nanoseconds(parsed);
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST_TIME ? text : text.substring(0, LONGEST_TIME) + "…";
  }

  private void find(Part part, long hash) throws RejectedException {
    part.place = part.known.find(row, hash);
    if (part.place != KnownValues.NOT_KNOWN) {
      part.found = null;
      part.note = part.known.note(part.place);
      if (!otherNoise.isEmpty()) {
        row.setPart(part.part, part.text());
      }
      return;
    }
    String text = text(part.value);
    if (text == null || text.isEmpty()) {
      throw new RejectedException(part.missing);
    }
    if (text.isBlank()) {
      throw new RejectedException(part.blank);
    }
    if (text.length() > LONGEST_NAME) {
      throw new RejectedException(RejectionReason.VALUE_TOO_LONG, part.part.name());
    }
    text = template.joined(part.part, text);
    row.setPart(part.part, text);
    part.found = new KnownPart(text, firstNoise(part));
    part.note = part.found.note();
    part.place = part.known.remember(row, part.found, part.note);
  }

  /** The entities that go with a part of the key, made once for the same bytes. */
  private String[] entitiesWith(Part part, Function<Row, String[]> make) {
    KnownPart found = part.found();
    if (found.entities != null) {
      return found.entities;
    }
    long lookedInto = row.lookedInto();
    String[] made = make.apply(row);
    if (row.lookedInto() == lookedInto) {
      found.entities = made;
    }
    return made;
  }

  private int firstNoise(Part part) {
    int first = NO_NOISE;
    for (int filter : part.noise) {
      if (template.noise().get(filter).holds(row)) {
        first = filter;
        break;
      }
    }
    // To noise, a field of another type is missing, and must not reject the row for what is read
    // after it.
    row.forgetWrongField();
    return first;
  }

  private long count() throws RejectedException {
    if (!template.hasCount()) {
      return 1;
    }
    String text = text(template.count());
    long number = text == null ? 0 : EventCount.parse(text);
    if (number < 1) {
      throw new RejectedException(
          RejectionReason.INVALID_COUNT, text == null ? "there is none" : text);
    }
    return number;
  }

  private void findItemId() throws RejectedException {
    itemId = null;
    if (itemIdField == Row.NO_FIELD || !row.isPlainSlice(itemIdField)) {
      String text = text(template.itemId());
      itemId = text == null ? "" : text;
    }
  }

  /** The value for the row, checked for what no name may hold. */
  private String text(Value value) throws RejectedException {
    String text = value.of(row);
    checkTypes();
    if (text != null && text.indexOf('\0') >= 0) {
      throw new RejectedException(RejectionReason.NUL_CHARACTER, "in a value");
    }
    if (text != null && !Row.isWritable(text)) {
      throw new RejectedException(RejectionReason.INVALID_UTF8, "half a surrogate pair in a value");
    }
    return text;
  }

  private void checkTypes() throws RejectedException {
    if (row.wrongField() != null) {
      throw new RejectedException(
          RejectionReason.WRONG_TYPE, row.wrongField() + " is no text and no number");
    }
  }

  private static void checkReadInFull(SourceLine line) throws RejectedException {
    if (line.problem() != null) {
      throw switch (line.problem()) {
        case LINE_TOO_LONG -> new RejectedException(RejectionReason.LINE_TOO_LONG);
        case CORRUPT_GZIP -> new RejectedException(RejectionReason.CORRUPT_GZIP);
        case INVALID_CSV -> new RejectedException(RejectionReason.INVALID_CSV);
        case WRONG_COLUMN_COUNT -> told(RejectionReason.WRONG_COLUMN_COUNT, line);
        case HEADER, MISSING_COLUMN -> told(RejectionReason.MISSING_COLUMN, line);
        case OTHER_ENCODING -> told(RejectionReason.OTHER_ENCODING, line);
        case OTHER_COMPRESSION -> told(RejectionReason.OTHER_COMPRESSION, line);
        case DAMAGED_FILE -> told(RejectionReason.DAMAGED_FILE, line);
      };
    }
  }

  private static RejectedException told(RejectionReason reason, SourceLine line) {
    return new RejectedException(reason, new String(line.bytes(), StandardCharsets.UTF_8));
  }

  /**
   * The rows of a line that is rejected because it holds several of them, or one in an array; empty
   * if it is rejected for something else.
   */
  public List<SourceLine> rowsIn(SourceLine line, RejectedLine rejection) {
    boolean mayHoldRows =
        template.format() == RowFormat.JSON
            && line.problem() == null
            && (rejection.reason() == RejectionReason.INVALID_JSON
                || rejection.reason() == RejectionReason.NOT_AN_OBJECT);
    if (!mayHoldRows) {
      return List.of();
    }
    List<SourceLine> rows =
        MessageLines.of(line.source(), line.bytes()).stream()
            .map(
                row ->
                    new SourceLine(
                        row.source(), line.position() + row.position(), row.bytes(), row.problem()))
            .toList();
    boolean isCut = rows.size() > 1 || (rows.size() == 1 && !sameText(rows.get(0), line));
    return isCut && rows.stream().anyMatch(LineParser::isObject) ? rows : List.of();
  }

  private static boolean sameText(SourceLine one, SourceLine other) {
    return Arrays.equals(one.bytes(), other.bytes());
  }

  private static boolean isObject(SourceLine row) {
    return row.length() > 0 && row.buffer()[row.start()] == '{';
  }

  private static boolean isBlank(SourceLine line) {
    byte[] buffer = line.buffer();
    for (int i = line.start(); i < line.end(); i++) {
      if (buffer[i] != ' ' && (buffer[i] < '\t' || buffer[i] > '\r')) {
        return false;
      }
    }
    return true;
  }

  /** Nanoseconds since 1970; the greatest or smallest number for times beyond 1677 and 2262. */
  private static long nanoseconds(Instant time) {
    long seconds = time.getEpochSecond();
    if (Math.abs(seconds) >= Long.MAX_VALUE / NANOSECONDS_OF_A_SECOND) {
      return seconds < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
    return seconds * NANOSECONDS_OF_A_SECOND + time.getNano();
  }

  /** What the fields of the parser hold. */
  private final class Access implements ParsedAccess {
    @Override
    public String tenant() {
      return tenant.text();
    }

    @Override
    public String user() {
      return user.text();
    }

    @Override
    public String resource() {
      return resource.text();
    }

    @Override
    public int actor(AccessNames names) {
      numberIn(names);
      boolean areKnown =
          user.place != KnownValues.NOT_KNOWN && tenant.place != KnownValues.NOT_KNOWN;
      long withTenant = tenant.place + 1L << Integer.SIZE;
      if (areKnown) {
        long known = user.known.numberOf(user.place) - withTenant;
        if (known > 0 && known <= Integer.MAX_VALUE) {
          return (int) known - 1;
        }
      }
      String[] said = entitiesWith(user, entities::actor);
      int number = names.actor(tenant.text(), user.text(), said[0], said[1], said[2]);
      if (areKnown && user.found().entities != null) {
        user.known.setNumber(user.place, withTenant + number + 1);
      }
      return number;
    }

    @Override
    public int target(AccessNames names) {
      numberIn(names);
      boolean isKnown = resource.place != KnownValues.NOT_KNOWN;
      if (isKnown && resource.known.numberOf(resource.place) > 0) {
        return (int) resource.known.numberOf(resource.place) - 1;
      }
      String[] said = entitiesWith(resource, entities::computer);
      int number = names.target(resource.text(), said[0], said[1]);
      if (isKnown && resource.found().entities != null) {
        resource.known.setNumber(resource.place, number + 1L);
      }
      return number;
    }

    @Override
    public int address(AccessNames names) {
      numberIn(names);
      int known = knownAddresses.find(row, at.hashOfAddress);
      if (known != KnownValues.NOT_KNOWN && knownAddresses.numberOf(known) > 0) {
        return (int) knownAddresses.numberOf(known) - 1;
      }
      int number = names.address(address());
      known = knownAddresses.find(row);
      if (known != KnownValues.NOT_KNOWN) {
        knownAddresses.setNumber(known, number + 1L);
      }
      return number;
    }

    /** Forgets the numbers that are those of other names, or of other tenants. */
    private void numberIn(AccessNames names) {
      if (numbered != names || tenants != tenant.known.generation()) {
        user.known.forgetNumbers();
        resource.known.forgetNumbers();
        knownAddresses.forgetNumbers();
        numbered = names;
        tenants = tenant.known.generation();
      }
    }

    @Override
    public long nanoseconds() {
      return at.time;
    }

    @Override
    public long count() {
      return count;
    }

    @Override
    public AccessEntities entities() {
      return EntityValues.of(
          entitiesWith(user, entities::actor),
          entitiesWith(resource, entities::computer),
          address());
    }

    private String address() {
      String address = knownAddresses.of(row);
      if (address == null) {
        address = entities.address(row);
        knownAddresses.remember(row, address);
      }
      return address;
    }

    @Override
    public RowIdentity identity() {
      if (itemId == null) {
        int start = row.start(itemIdField);
        int end = row.end(itemIdField);
        if (start == end) {
          return null;
        }
        identity.set(row.source(), start, end);
        return identity;
      }
      if (itemId.isEmpty()) {
        return null;
      }
      identity.set(itemId);
      return identity;
    }

    @Override
    public AccessEvent toEvent() {
      return new AccessEvent(
          new AccessKey(tenant(), user(), resource()),
          Instant.ofEpochSecond(
              at.time / NANOSECONDS_OF_A_SECOND, (int) (at.time % NANOSECONDS_OF_A_SECOND)),
          count,
          entities(),
          itemId == null ? template.itemId().of(row) : itemId);
    }
  }
}
