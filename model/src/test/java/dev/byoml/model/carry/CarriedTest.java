package dev.byoml.model.carry;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.emptyArray;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.sameInstance;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.byoml.model.access.AccessKey;
import dev.byoml.model.access.Side;
import dev.byoml.model.enrich.Enrichment;
import dev.byoml.model.feedback.JudgedAccess;
import dev.byoml.model.feedback.Verdict;
import dev.byoml.model.feedback.Verdicts;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CarriedTest {
  @Test
  void theSameJavaMachineHasOneInstance() throws Exception {
    Enrichment enrichment = enrichment(5);
    Verdicts verdicts = manyVerdicts(5);

    assertThat(read(write(enrichment)), is(sameInstance(enrichment)));
    assertThat(read(write(verdicts)), is(sameInstance(verdicts)));
    assertThat(read(write(enrichment(5))), is(sameInstance(enrichment)));
  }

  @Test
  void anotherJavaMachineHasTheSameValue() throws Exception {
    assertThat(
        elsewhere(write(enrichment(3)), "attributes", Side.USER, "contoso", "USER2").toString(),
        is("{department=finance ☃}"));
    assertThat(
        elsewhere(write(enrichment(3)), "attributes", Side.RESOURCE, "contoso", "r").toString(),
        is("{owner=ada}"));
    assertThat(
        elsewhere(write(enrichment(3)), "weight", "contoso", "user1", "r"), is((Object) 2.0));
    assertThat(
        elsewhere(write(verdicts()), "counts").toString(), is(verdicts().counts().toString()));
    assertThat(elsewhere(write(Enrichment.NONE), "isEmpty"), is((Object) true));
  }

  @Test
  void aLargeValueTravelsInAFractionOfWhatItSays() throws Exception {
    assertThat(write(enrichment(20_000)).length, is(lessThan(10 * 20_000)));
  }

  @Test
  void whatAStoreKeepsDoesNotTravelHoweverLargeItIs(@TempDir Path folder) throws Exception {
    FileStore store = new FileStore(folder.toString());
    Enrichment large = enrichment(50_000);
    Enrichment larger = enrichment(100_000);
    large.travelBy(store);
    larger.travelBy(store);
    assertThat(write(large).length, is(write(larger).length));
    assertThat(read(write(large)), is(sameInstance(large)));
    assertThat(
        elsewhere(write(larger), "attributes", Side.USER, "contoso", "USER99998").toString(),
        is("{department=finance ☃}"));
  }

  @Test
  void aSmallValueNeedsNoStore(@TempDir Path folder) throws Exception {
    Enrichment small = enrichment(3);
    small.travelBy(new FileStore(folder.toString()));
    assertThat(folder.toFile().list(), is(emptyArray()));
    assertThat(elsewhere(write(small), "size"), is((Object) 4));
  }

  @Test
  void whatIsKeptAndDamagedIsRefused(@TempDir Path folder) throws Exception {
    Verdicts verdicts = manyVerdicts(20_000);
    verdicts.travelBy(new FileStore(folder.toString()));
    byte[] bytes = write(verdicts);
    Path kept = folder.resolve(folder.toFile().list()[0]);
    byte[] damaged = Files.readAllBytes(kept);
    damaged[damaged.length / 2] ^= 1;
    Files.write(kept, damaged);
    UncheckedIOException e =
        assertThrows(UncheckedIOException.class, () -> elsewhere(bytes, "counts"));
    assertThat(e.getMessage(), allOf(containsString(folder.toString()), endsWith("is damaged")));
  }

  private static Verdicts manyVerdicts(int count) {
    SplittableRandom random = new SplittableRandom(5);
    return Verdicts.of(
        IntStream.range(0, count)
            .mapToObj(
                i ->
                    new JudgedAccess(
                        new AccessKey("t", "u" + random.nextLong(), "r" + random.nextLong()),
                        Verdict.BENIGN,
                        "ada",
                        Instant.EPOCH.plusSeconds(i)))
            .toList());
  }

  /** Keeps bytes in files of a folder. */
  private record FileStore(String folder) implements Carried.Store {
    @Override
    public void keep(String name, byte[] bytes) throws IOException {
      Files.write(Path.of(folder, name), bytes);
    }

    @Override
    public InputStream open(String name) throws IOException {
      return Files.newInputStream(Path.of(folder, name));
    }
  }

  private static Enrichment enrichment(int users) {
    return Enrichment.of(
        Stream.concat(
                IntStream.range(0, users)
                    .mapToObj(
                        i ->
                            new Enrichment.Entry(
                                Side.USER,
                                i % 2 == 0 ? "contoso" : null,
                                "User" + i,
                                Map.of("department", i == 1 ? "" : "finance ☃"))),
                Stream.of(
                    new Enrichment.Entry(
                        Side.RESOURCE, null, "r", Map.of("owner", "ada", "weight", "2"))))
            .toList());
  }

  private static Verdicts verdicts() {
    Instant time = Instant.parse("2026-03-31T08:00:00.123456789Z");
    AccessKey access = new AccessKey("contoso", "user", "resource");
    return Verdicts.of(
            List.of(
                new JudgedAccess(access, Verdict.BENIGN, "ada", time),
                new JudgedAccess(access, Verdict.MALICIOUS, "", time.plusNanos(1)),
                new JudgedAccess(access, Verdict.BENIGN, "eve", time.plusSeconds(9))))
        .until(time.plusSeconds(1));
  }

  private static byte[] write(Object value) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
    }
    return bytes.toByteArray();
  }

  private static Object read(byte[] bytes) throws Exception {
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
      return in.readObject();
    }
  }

  /** What a method of the value gives where its class is loaded anew, as in another machine. */
  private static Object elsewhere(byte[] bytes, String method, Object... arguments)
      throws Exception {
    URL[] path =
        Stream.of(System.getProperty("java.class.path").split(System.getProperty("path.separator")))
            .map(entry -> url(Path.of(entry)))
            .toArray(URL[]::new);
    try (URLClassLoader loader = new URLClassLoader(path, ClassLoader.getPlatformClassLoader());
        ObjectInputStream in = new LoadingStream(new ByteArrayInputStream(bytes), loader)) {
      Object value = in.readObject();
      Object[] own = arguments.clone();
      for (int i = 0; i < own.length; i++) {
        if (own[i] instanceof Side side) {
          own[i] = loader.loadClass(Side.class.getName()).getEnumConstants()[side.ordinal()];
        }
      }
      Class<?>[] types = Stream.of(own).map(Object::getClass).toArray(Class<?>[]::new);
      return value.getClass().getMethod(method, types).invoke(value, own);
    }
  }

  private static URL url(Path entry) {
    try {
      return entry.toUri().toURL();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static final class LoadingStream extends ObjectInputStream {
    private final ClassLoader loader;

    LoadingStream(InputStream in, ClassLoader loader) throws IOException {
      super(in);
      this.loader = loader;
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass description)
        throws IOException, ClassNotFoundException {
      return Class.forName(description.getName(), false, loader);
    }
  }
}
