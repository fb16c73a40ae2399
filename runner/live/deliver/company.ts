/** Claims of one process. One that may end the process is delivered alone: the others would be lost with it. */
export class Company {
  private members = 0
  private loner?: Promise<void>
  private onLast = () => {}

  /** Resolves when another may join. */
  async isOpen(): Promise<void> {
    while (this.loner !== undefined) await this.loner
  }

  /** Joins the others. @returns a way to leave them */
  join(): () => void {
    this.members++
    return () => {
      this.members--
      if (this.members === 1) this.onLast()
    }
  }

  /** Runs the work of a member once all others have left. @returns false if another member is alone already */
  async runAlone(work: () => Promise<void>): Promise<boolean> {
    if (this.loner !== undefined) return false
    let end = () => {}
    this.loner = new Promise((resolve) => {
      end = resolve
    })
    try {
      await this.departure()
      await work()
    } finally {
      this.loner = undefined
      end()
    }
    return true
  }

  private async departure(): Promise<void> {
    if (this.members === 1) return
    await new Promise<void>((resolve) => {
      this.onLast = resolve
    })
    this.onLast = () => {}
  }
}
