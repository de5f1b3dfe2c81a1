package dev.byoml.pipelines.benchmark;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.byoml.model.als.Factors;
import dev.byoml.model.store.ModelReader;
import dev.byoml.model.tenant.TenantModel;
import dev.byoml.transforms.model.BeamModelFolder;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The factors of a model as JSON, for the rival of {@code scripts/benchmark-scoring.sh}. */
public final class ModelFactors {
  private ModelFactors() {}

  /**
   * Writes {@code users.json} and {@code resources.json}.
   *
   * @param arguments folder of a model, folder to write to
   */
  public static void main(String[] arguments) throws IOException {
    writeFactors(arguments[0], Path.of(arguments[1]));
  }

  private static void writeFactors(String modelFolder, Path folder) throws IOException {
    ModelReader reader = ModelReader.open(new BeamModelFolder(modelFolder));
    String tenant = reader.manifest().tenants().get(0).tenant();
    TenantModel model = reader.tenant(tenant).orElseThrow();
    Files.createDirectories(folder);
    write(folder.resolve("users.json"), model.accesses().users(), model.userFactors());
    write(folder.resolve("resources.json"), model.accesses().resources(), model.resourceFactors());
  }

  private static void write(Path file, List<String> ids, Factors factors) throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (int row = 0; row < ids.size(); row++) {
        out.write(
            mapper.writeValueAsString(Map.of("id", ids.get(row), "factors", factors.row(row))));
        out.write('\n');
      }
    }
  }
}
