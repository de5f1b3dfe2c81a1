package dev.byoml.pipelines.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/**
 * Chromium without a window. Keeps what a page says on the console and every request that it makes.
 */
final class Chromium implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ChromeDriver driver;
  private final List<String> console = new ArrayList<>();
  private final List<String> requests = new ArrayList<>();

  private Chromium(ChromeDriver driver) {
    this.driver = driver;
  }

  /** Whether Chromium and its driver are installed. */
  static boolean isInstalled() {
    return program("chromium").isPresent() && program("chromedriver").isPresent();
  }

  /** Starts it. */
  static Chromium start() {
    LoggingPreferences logging = new LoggingPreferences();
    logging.enable(LogType.BROWSER, Level.ALL);
    logging.enable(LogType.PERFORMANCE, Level.ALL);
    ChromeOptions options = new ChromeOptions();
    options.setBinary(program("chromium").orElseThrow());
    // The sandbox is not to be had by root, which is who runs tests in a container.
    options.addArguments("--headless=new", "--no-sandbox", "--disable-dev-shm-usage");
    options.addArguments("--hide-scrollbars", "--force-color-profile=srgb");
    options.setCapability("goog:loggingPrefs", logging);
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(program("chromedriver").orElseThrow())
            .build();
    return new Chromium(new ChromeDriver(service, options));
  }

  private static Optional<File> program(String name) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .map(folder -> new File(folder, name))
        .filter(File::canExecute)
        .findFirst();
  }

  /** Opens a page and forgets what was logged before. */
  void open(Path page) {
    readLogs();
    console.clear();
    requests.clear();
    driver.get(page.toUri().toString());
  }

  /** Sets the size of the window's content in CSS pixels. */
  void resize(int width, int height) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
  }

  /** Sets what the person at the screen prefers, {@code light} or {@code dark}. */
  void prefer(String scheme) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
  }

  /** What stands on the console since the page was opened: messages, exceptions, violations. */
  List<String> console() {
    readLogs();
    return List.copyOf(console);
  }

  /** Addresses that were asked for since the page was opened, itself among them. */
  List<String> requests() {
    readLogs();
    return List.copyOf(requests);
  }

  private void readLogs() {
    for (LogEntry entry : driver.manage().logs().get(LogType.BROWSER)) {
      console.add(entry.getLevel() + " " + entry.getMessage());
    }
    for (LogEntry entry : driver.manage().logs().get(LogType.PERFORMANCE)) {
      JsonNode message = json(entry.getMessage()).path("message");
      JsonNode parameters = message.path("params");
      switch (message.path("method").asText()) {
        case "Network.requestWillBeSent" ->
            requests.add(parameters.path("request").path("url").asText());
        case "Network.webSocketCreated", "Network.webTransportCreated" ->
            requests.add(parameters.path("url").asText());
        default -> {
          // Of no interest.
        }
      }
    }
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The elements that fit a CSS selector, in the order of the page. */
  List<WebElement> all(String selector) {
    return driver.findElements(By.cssSelector(selector));
  }

  /** The first element that fits a CSS selector. */
  WebElement first(String selector) {
    return driver.findElement(By.cssSelector(selector));
  }

  /** Their texts as a person sees them. */
  List<String> texts(String selector) {
    Object texts =
        evaluate(
            "return Array.from(document.querySelectorAll(arguments[0]), (e) => e.innerText ?? e.textContent)",
            selector);
    return ((List<?>) texts).stream().map(String::valueOf).toList();
  }

  /** Presses keys, wherever the focus is. */
  void press(CharSequence... keys) {
    new Actions(driver).sendKeys(keys).perform();
  }

  /** Tabs on until the element that has the focus fits a selector. */
  void tabTo(String selector) {
    for (int i = 0; i < 200; i++) {
      press(Keys.TAB);
      if (Boolean.TRUE.equals(
          evaluate("return document.activeElement.matches(arguments[0])", selector))) {
        return;
      }
    }
    throw new AssertionError("the keyboard does not reach " + selector);
  }

  /** Runs JavaScript in the page. */
  Object evaluate(String script, Object... arguments) {
    return driver.executeScript(script, arguments);
  }

  /** Lets pages use the clipboard without asking. */
  void allowTheClipboard() {
    driver.executeCdpCommand(
        "Browser.grantPermissions", Map.of("permissions", List.of("clipboardReadWrite")));
  }

  /** What a click on the element copies to the clipboard. */
  String copiedBy(WebElement button) {
    button.click();
    return copied(button);
  }

  /** What stands on the clipboard when the button says that it has copied. */
  String copied(WebElement button) {
    return (String)
        driver.executeAsyncScript(
            """
            const [button, done] = arguments;
            const read = () => button.classList.contains("copied")
              && navigator.clipboard.readText().then(done);
            new MutationObserver(read).observe(button, { attributes: true });
            read();
            """,
            button);
  }

  /** The text of the file that a click on the element downloads. */
  String downloadedBy(WebElement button, Path folder) throws IOException {
    return downloadedBy(button::click, folder);
  }

  /** The text of the file that an action downloads. */
  String downloadedBy(Runnable action, Path folder) throws IOException {
    driver.executeCdpCommand(
        "Browser.setDownloadBehavior",
        Map.of("behavior", "allow", "downloadPath", folder.toAbsolutePath().toString()));
    try (WatchService changes = folder.getFileSystem().newWatchService()) {
      folder.register(changes, StandardWatchEventKinds.ENTRY_CREATE);
      action.run();
      // The file gets its name when it is whole.
      while (downloaded(folder).isEmpty()) {
        WatchKey change = changes.poll(20, TimeUnit.SECONDS);
        if (change == null) {
          throw new AssertionError("nothing was downloaded");
        }
        change.reset();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    return Files.readString(downloaded(folder).orElseThrow());
  }

  private static Optional<Path> downloaded(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".csv")).findFirst();
    }
  }

  /** Follows an address that differs from that of the page behind its # only. */
  void follow(String behind) {
    evaluate(
        """
        const shown = new Promise((done) => addEventListener("hashchange", done, { once: true }));
        location.hash = arguments[0];
        return shown.then(() => true);
        """,
        behind);
  }

  /** Opens a page at an address. */
  void open(Path page, String behind) {
    driver.get("about:blank");
    driver.get(page.toUri() + behind);
  }

  /** What stands behind # in the address. */
  String address() {
    return (String) evaluate("return location.hash");
  }

  /** What axe finds wrong with the page as it is shown: rule, elements and what to do. */
  List<String> accessibilityViolations() {
    try (InputStream axe = Chromium.class.getResourceAsStream("/axe.min.js")) {
      driver.executeScript(new String(axe.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Object violations =
        driver.executeAsyncScript(
            """
            const done = arguments[arguments.length - 1];
            axe.run(document, { resultTypes: ["violations"] }).then(
              (results) => done(results.violations.flatMap((violation) => violation.nodes.map(
                (node) => violation.id + ": " + node.target + ": " + node.failureSummary))),
              (error) => done([String(error)]));
            """);
    return ((List<?>) violations).stream().map(String::valueOf).toList();
  }

  /** Keeps a picture of the whole page, at most so high. */
  void keepPicture(Path file, int mostHeight) {
    long width = (Long) evaluate("return window.innerWidth");
    long height = (Long) evaluate("return document.documentElement.scrollHeight");
    Map<String, Object> picture =
        driver.executeCdpCommand(
            "Page.captureScreenshot",
            Map.of(
                "captureBeyondViewport",
                true,
                "clip",
                Map.of(
                    "x",
                    0,
                    "y",
                    0,
                    "width",
                    width,
                    "height",
                    Math.min(height, mostHeight),
                    "scale",
                    1)));
    keep(file, picture);
  }

  /** Keeps the page as it is printed. */
  void keepPrint(Path file) {
    keep(file, driver.executeCdpCommand("Page.printToPDF", Map.of("printBackground", true)));
  }

  private static void keep(Path file, Map<String, Object> answer) {
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, Base64.getDecoder().decode((String) answer.get("data")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    driver.quit();
  }
}
