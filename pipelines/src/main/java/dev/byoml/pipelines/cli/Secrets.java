package dev.byoml.pipelines.cli;

import dev.byoml.transforms.azure.EventHubsConnectionString;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Keeps secrets off the command line, where every user of the machine sees them in the list of
 * processes, and everybody who may open a runner's web page in the options of the run.
 */
final class Secrets {
  private static final String STORAGE =
      "AZURE_STORAGE_CONNECTION_STRING, AZURE_STORAGE_KEY or AZURE_STORAGE_SAS_TOKEN";
  private static final String EVENT_HUBS = EventHubsConnectionString.VARIABLE;
  private static final String SIGN_IN =
      "AZURE_CLIENT_ID, AZURE_TENANT_ID and AZURE_CLIENT_SECRET, or sign in with az login";

  /** Options of Beam's Azure file system that hold a secret, and what takes their place. */
  private static final Map<String, String> OPTIONS =
      Map.of(
          "azureConnectionString", "AZURE_STORAGE_CONNECTION_STRING",
          "accessKey", "AZURE_STORAGE_KEY",
          "sasToken", "AZURE_STORAGE_SAS_TOKEN",
          "azureCredentialsProvider", SIGN_IN,
          "customerProvidedKey", STORAGE);

  /** What connection strings and shared access signatures are made of. */
  private static final Pattern SECRET =
      Pattern.compile(
          "(?:AccountKey|SharedAccessKey|SharedAccessSignature)=|(?:^|[?&=])sig=",
          Pattern.CASE_INSENSITIVE);

  private Secrets() {}

  /**
   * Checks that no argument holds a secret.
   *
   * @throws UsageException if one does; the message does not repeat it
   */
  static void refuse(String... arguments) {
    for (String argument : arguments) {
      String name = argument.substring(argument.startsWith("--") ? 2 : 0).split("=", 2)[0];
      if (OPTIONS.containsKey(name)) {
        throw refusal(name, OPTIONS.get(name));
      }
      if (SECRET.matcher(argument).find()) {
        throw refusal(name, argument.contains("sb://") ? EVENT_HUBS : STORAGE);
      }
    }
  }

  private static UsageException refusal(String name, String instead) {
    return new UsageException(
        "--%s must not hold a secret, because others see command lines; set %s in the environment"
            .formatted(name, instead));
  }
}
