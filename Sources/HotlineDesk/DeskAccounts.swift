import Accounts

// Named here so that those above the desk need no room below it.

/// Who asks; see `Desk.accounts`.
public typealias Officer = Accounts.Officer
/// What somebody may do.
public typealias Permission = Accounts.Permission
/// The part that somebody plays.
public typealias Role = Accounts.Role
/// One account.
public typealias Account = Accounts.Account
/// One API key.
public typealias APIKey = Accounts.APIKey
/// Accounts, sessions and API keys.
public typealias AccountBook = Accounts.AccountBook
/// Everything that is wrong with what was given for an account.
public typealias AccountFaults = Accounts.AccountFaults
/// Why nobody was signed in.
public typealias SignInRefusal = Accounts.SignInRefusal
