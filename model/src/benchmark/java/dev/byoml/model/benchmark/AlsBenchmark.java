package dev.byoml.model.benchmark;

import com.sun.management.OperatingSystemMXBean;
import dev.byoml.model.als.AlsParameters;
import dev.byoml.model.als.Factorization;
import dev.byoml.model.als.Factors;
import dev.byoml.model.als.kernel.Objective;
import dev.byoml.model.als.memory.AlternatingLeastSquares;
import dev.byoml.model.matrix.CompressedRows;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Our half of {@code scripts/benchmark-als.sh}: makes ratings, factorizes them, and computes the
 * objective of factors, whoever found them.
 */
public final class AlsBenchmark {
  private static final int RATINGS_OF_A_USER = 20;
  private static final int RATINGS_OF_A_RESOURCE = 100;
  private static final int COMMUNITY_RESOURCES = 50;
  private static final double WITHIN_COMMUNITY = 0.88;

  private AlsBenchmark() {}

  /**
   * Runs one part.
   *
   * @param arguments {@code generate PAIRS FILE}, {@code fit FILE RANK ITERATIONS REGULARIZATION
   *     ALPHA}, or {@code objective FILE FACTORS RANK REGULARIZATION ALPHA}
   */
  public static void main(String[] arguments) throws IOException {
    switch (arguments[0]) {
      case "generate" -> generate(Integer.parseInt(arguments[1]), Path.of(arguments[2]));
      case "fit" ->
          fit(
              read(Path.of(arguments[1])),
              parameters(arguments[2], arguments[3], arguments[4], arguments[5]));
      case "objective" ->
          objective(
              read(Path.of(arguments[1])),
              Path.of(arguments[2]),
              parameters(arguments[3], "1", arguments[4], arguments[5]));
      default -> throw new IllegalArgumentException("no part is called " + arguments[0]);
    }
  }

  private static AlsParameters parameters(
      String rank, String iterations, String regularization, String alpha) {
    return AlsParameters.CLASSIC
        .withRank(Integer.parseInt(rank))
        .withIterations(Integer.parseInt(iterations))
        .withRegularization(Double.parseDouble(regularization))
        .withAlpha(Double.parseDouble(alpha));
  }

  /** Communities of resources; users mostly rate those of their own, in ascending order. */
  private static void generate(int pairs, Path file) throws IOException {
    int users = pairs / RATINGS_OF_A_USER;
    int resources = pairs / RATINGS_OF_A_RESOURCE;
    int communities = Math.max(1, resources / COMMUNITY_RESOURCES);
    SplittableRandom random = new SplittableRandom(7);
    int[] rated = new int[RATINGS_OF_A_USER];
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
      for (int user = 0; user < users; user++) {
        int first = user % communities * COMMUNITY_RESOURCES;
        int size = Math.min(COMMUNITY_RESOURCES, resources - first);
        int count = 0;
        while (count < RATINGS_OF_A_USER) {
          int resource =
              random.nextDouble() < WITHIN_COMMUNITY
                  ? first + random.nextInt(size)
                  : random.nextInt(resources);
          boolean known = false;
          for (int i = 0; i < count; i++) {
            known |= rated[i] == resource;
          }
          if (!known) {
            rated[count++] = resource;
          }
        }
        Arrays.sort(rated);
        StringBuilder lines = new StringBuilder();
        for (int resource : rated) {
          lines.append(user).append('\t').append(resource).append('\t');
          lines.append(5000 + random.nextInt(5001)).insert(lines.length() - 3, '.').append('\n');
        }
        out.write(lines.toString().getBytes(StandardCharsets.US_ASCII));
      }
    }
  }

  private static void fit(CompressedRows ratings, AlsParameters parameters) throws IOException {
    long processorStart = processorTime();
    long start = System.nanoTime();
    Factorization found =
        AlternatingLeastSquares.factorize(
            "benchmark",
            new Numbered("user", ratings.rowCount()),
            new Numbered("resource", ratings.columnCount()),
            ratings,
            parameters,
            2);
    double seconds = (System.nanoTime() - start) / 1e9;
    double processorSeconds = (processorTime() - processorStart) / 1e9;
    double objective = Objective.of(ratings, found.users(), found.resources(), parameters);
    System.out.printf(
        Locale.ROOT,
        "{\"engine\":\"byoml\",\"pairs\":%d,\"users\":%d,\"resources\":%d,\"seconds\":%.3f,"
            + "\"processorSeconds\":%.2f,\"peakMemoryBytes\":%d,\"objective\":%.1f}%n",
        ratings.valueCount(),
        ratings.rowCount(),
        ratings.columnCount(),
        seconds,
        processorSeconds,
        peakMemory(),
        objective);
  }

  private static void objective(CompressedRows ratings, Path folder, AlsParameters parameters)
      throws IOException {
    Factors users = read(folder.resolve("users.bin"), ratings.rowCount(), parameters.rank());
    Factors resources =
        read(folder.resolve("resources.bin"), ratings.columnCount(), parameters.rank());
    System.out.printf(Locale.ROOT, "%.1f%n", Objective.of(ratings, users, resources, parameters));
  }

  /** Factors as {@code int row, float[rank]}, in any order. */
  private static Factors read(Path file, int rows, int rank) throws IOException {
    float[] values = new float[rows * rank];
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 20))) {
      for (int i = 0; i < rows; i++) {
        int row = in.readInt();
        for (int k = 0; k < rank; k++) {
          values[row * rank + k] = in.readFloat();
        }
      }
    }
    return new Factors(rank, values);
  }

  /**
   * Ratings as {@link #generate} writes them. Reads the file twice, first to learn the sizes, so
   * that nothing is held but the matrix.
   */
  private static CompressedRows read(Path file) throws IOException {
    int[] largest = new int[2];
    int[] count = new int[1];
    forEachRating(
        file,
        (user, resource, rating) -> {
          largest[0] = Math.max(largest[0], user);
          largest[1] = Math.max(largest[1], resource);
          count[0]++;
        });
    int[] offsets = new int[largest[0] + 2];
    int[] columns = new int[count[0]];
    float[] values = new float[count[0]];
    count[0] = 0;
    forEachRating(
        file,
        (user, resource, rating) -> {
          columns[count[0]] = resource;
          values[count[0]] = rating;
          offsets[user + 1] = ++count[0];
        });
    return new CompressedRows(largest[1] + 1, offsets, columns, values);
  }

  private interface RatingVisitor {
    void visit(int user, int resource, float rating);
  }

  private static void forEachRating(Path file, RatingVisitor visitor) throws IOException {
    byte[] buffer = new byte[1 << 16];
    int[] field = new int[3];
    int at = 0;
    try (var in = Files.newInputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        for (int i = 0; i < read; i++) {
          byte character = buffer[i];
          if (character >= '0') {
            field[at] = field[at] * 10 + character - '0';
          } else if (character == '\t') {
            at++;
          } else if (character == '\n') {
            visitor.visit(field[0], field[1], field[2] / 1000f);
            Arrays.fill(field, 0);
            at = 0;
          }
        }
      }
    }
  }

  /** Processor time of all threads of this process until now, in nanoseconds. */
  private static long processorTime() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }

  /** The most memory that this process ever held, in bytes. */
  private static long peakMemory() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getCommitted();
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
        .findFirst()
        .orElse(0);
  }

  /** Ids that are made when they are asked for, so that they take no memory. */
  private static final class Numbered extends AbstractList<String> {
    private final String kind;
    private final int size;

    Numbered(String kind, int size) {
      this.kind = kind;
      this.size = size;
    }

    @Override
    public String get(int index) {
      return kind + index;
    }

    @Override
    public int size() {
      return size;
    }
  }
}
