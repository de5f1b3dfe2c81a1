package dev.byoml.pipelines.cli;

import dev.byoml.transforms.azure.AzureSignIn;
import dev.byoml.transforms.azure.EnvironmentBlobClientFactory;
import dev.byoml.transforms.azure.EventHubsConnectionString;
import java.util.List;
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

  private static final Pattern HOST = Pattern.compile("(?:\\w+://)?[-a-z0-9.]+\\.[a-z]{2,}/?");

  /** What connection strings and shared access signatures are made of. */
  private static final Pattern SECRET =
      Pattern.compile(
          "(?:AccountKey|SharedAccessKey|SharedAccessSignature)=|(?:^|[?&=])sig=",
          Pattern.CASE_INSENSITIVE);

  /** Variables whose values nobody may see. */
  private static final List<String> VARIABLES =
      List.of(
          EnvironmentBlobClientFactory.CONNECTION_STRING,
          EnvironmentBlobClientFactory.KEY,
          EnvironmentBlobClientFactory.SAS_TOKEN,
          AzureSignIn.ACCESS_TOKEN,
          EVENT_HUBS,
          "AZURE_CLIENT_SECRET",
          "AZURE_CLIENT_CERTIFICATE_PASSWORD",
          "AZURE_PASSWORD");

  /** Keys and signatures are longer; what else stands beside them may be shown. */
  private static final int SHORTEST_PART = 20;

  private Secrets() {}

  /**
   * The text without what the secret variables of an environment hold, whole or in part.
   *
   * @param text what is to be shown
   * @param environment variables and their values
   */
  static String redact(String text, Map<String, String> environment) {
    String shown = text;
    for (String variable : VARIABLES) {
      String value = environment.getOrDefault(variable, "").strip();
      if (value.isEmpty()) {
        continue;
      }
      String place = "<" + variable + ">";
      shown = shown.replace(value, place);
      for (String part : value.split("[;&?\\s\"'<>]+")) {
        int name = part.matches("[A-Za-z]+=.*") ? part.indexOf('=') + 1 : 0;
        String secret = part.substring(name);
        if (secret.length() >= SHORTEST_PART && !HOST.matcher(secret).matches()) {
          shown = shown.replace(secret, place);
        }
      }
    }
    return shown;
  }

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
