package dev.byoml.transforms.read.table;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;

/**
 * The values of a row of Parquet as {@link RowWriter} takes them, as of Parquet's <a
 * href="https://github.com/apache/parquet-format/blob/master/LogicalTypes.md">logical types</a>.
 * Times become ISO-8601, also the 96-bit ones that Spark writes.
 */
final class ParquetValues {
  /** Day 0 of 1970 as Julian days are counted. */
  private static final int JULIAN_DAY_OF_1970 = 2_440_588;

  private static final long SECONDS_OF_A_DAY = 86_400;

  private ParquetValues() {}

  /** The values of a row, or of a group within one, by name; null where there is none. */
  static Map<String, Object> of(Group row) {
    Map<String, Object> values = new LinkedHashMap<>();
    GroupType type = row.getType();
    for (int field = 0; field < type.getFieldCount(); field++) {
      Type of = type.getType(field);
      values.put(
          of.getName(),
          of.isRepetition(Type.Repetition.REPEATED) ? repeated(row, field) : first(row, field));
    }
    return values;
  }

  private static Object first(Group row, int field) {
    return row.getFieldRepetitionCount(field) == 0 ? null : value(row, field, 0);
  }

  private static List<Object> repeated(Group row, int field) {
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < row.getFieldRepetitionCount(field); i++) {
      values.add(value(row, field, i));
    }
    return values;
  }

  private static Object value(Group row, int field, int index) {
    Type type = row.getType().getType(field);
    if (type.isPrimitive()) {
      return primitive(row, field, index, type.asPrimitiveType());
    }
    Group group = row.getGroup(field, index);
    LogicalTypeAnnotation logical = type.getLogicalTypeAnnotation();
    if (logical instanceof ListLogicalTypeAnnotation && group.getType().getFieldCount() == 1) {
      return list(group);
    }
    if (logical instanceof MapLogicalTypeAnnotation && group.getType().getFieldCount() == 1) {
      return map(group);
    }
    return of(group);
  }

  private static List<Object> list(Group group) {
    Type repeated = group.getType().getType(0);
    boolean isWrapped = !repeated.isPrimitive() && repeated.asGroupType().getFieldCount() == 1;
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < group.getFieldRepetitionCount(0); i++) {
      values.add(isWrapped ? first(group.getGroup(0, i), 0) : value(group, 0, i));
    }
    return values;
  }

  private static Map<String, Object> map(Group group) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (int i = 0; i < group.getFieldRepetitionCount(0); i++) {
      Group entry = group.getGroup(0, i);
      values.put(String.valueOf(first(entry, 0)), first(entry, 1));
    }
    return values;
  }

  private static Object primitive(Group row, int field, int index, PrimitiveType type) {
    LogicalTypeAnnotation logical = type.getLogicalTypeAnnotation();
    return switch (type.getPrimitiveTypeName()) {
      case BOOLEAN -> row.getBoolean(field, index);
      case INT32 -> whole(row.getInteger(field, index), logical);
      case INT64 -> whole(row.getLong(field, index), logical);
      case FLOAT -> row.getFloat(field, index);
      case DOUBLE -> row.getDouble(field, index);
      case INT96 -> time96(row.getInt96(field, index).toByteBuffer());
      case BINARY, FIXED_LEN_BYTE_ARRAY ->
          logical instanceof DecimalLogicalTypeAnnotation decimal
              ? new BigDecimal(
                      new BigInteger(row.getBinary(field, index).getBytes()), decimal.getScale())
                  .toPlainString()
              : row.getBinary(field, index).toStringUsingUTF8();
    };
  }

  private static Object whole(long value, LogicalTypeAnnotation logical) {
    if (logical instanceof DateLogicalTypeAnnotation) {
      return LocalDate.ofEpochDay(value).toString();
    }
    if (logical instanceof DecimalLogicalTypeAnnotation decimal) {
      return BigDecimal.valueOf(value, decimal.getScale()).toPlainString();
    }
    if (logical instanceof TimestampLogicalTypeAnnotation timestamp) {
      ChronoUnit unit =
          switch (timestamp.getUnit()) {
            case MILLIS -> ChronoUnit.MILLIS;
            case MICROS -> ChronoUnit.MICROS;
            case NANOS -> ChronoUnit.NANOS;
          };
      return Instant.EPOCH.plus(value, unit).toString();
    }
    return value;
  }

  /** Nanoseconds of a Julian day, both with the lowest byte first. */
  private static String time96(ByteBuffer bytes) {
    ByteBuffer time = bytes.order(ByteOrder.LITTLE_ENDIAN);
    long nanoseconds = time.getLong();
    long day = time.getInt() - JULIAN_DAY_OF_1970;
    return Instant.ofEpochSecond(day * SECONDS_OF_A_DAY, nanoseconds).toString();
  }
}
