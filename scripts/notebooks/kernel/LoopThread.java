package org.rapaio.jupyter.kernel.channels;

/**
 * A step that is repeated until shutdown. Stands before the class of the same name of
 * rapaio-jupyter-kernel 3.0.1 on the class path, see start.sh. That one says only after it started
 * the thread that it runs, so a thread that is the faster of the two ends at once; and it ends when a
 * question comes before the kernel has registered its answers. One kernel in seven never answers
 * then. Whoever asks a kernel whether it is ready asks again, so a question may get lost.
 */
public final class LoopThread extends Thread {
  private final long pauseMillis;
  private final Runnable step;
  private volatile boolean running = true;

  public LoopThread(String name, long pauseMillis, Runnable step) {
    super(name);
    this.pauseMillis = pauseMillis;
    this.step = step;
  }

  @Override
  public void run() {
    try {
      while (running) {
        try {
          step.run();
        } catch (NullPointerException e) {
          System.err.println("a question came before the kernel was ready: " + e.getMessage());
        }
        Thread.sleep(pauseMillis);
      }
    } catch (InterruptedException e) {
      running = false;
    }
  }

  public void shutdown() {
    running = false;
  }
}
