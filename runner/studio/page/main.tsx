import './style/index.css'
import { render } from 'preact'
import { App } from './app'
import { startRouter } from './router'
import { connect } from './state/server'

startRouter()
void connect()
render(<App />, document.getElementById('page') as HTMLElement)
