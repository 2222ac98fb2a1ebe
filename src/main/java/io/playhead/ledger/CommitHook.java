package io.playhead.ledger;

import java.sql.SQLException;

/** Lets tests make a commit fail where a disk would. */
interface CommitHook {
  CommitHook NONE = entries -> {};

  /**
   * Everything is appended, nothing is committed.
   *
   * @throws SQLException to make the commit fail
   */
  void beforeCommit(int entries) throws SQLException;

  /**
   * The commit is on disk, but that is not known yet.
   *
   * @throws SQLException to make it look as if it had failed
   */
  default void afterCommit() throws SQLException {}
}
